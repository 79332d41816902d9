package live.understudy.ingest.netty;

import java.util.List;
import live.understudy.media.SessionEvent;

/** Takes a session's events. */
@FunctionalInterface
public interface SessionSink {
  /**
   * Called on the connection's event loop, in order, once per network read; must not block. The
   * list is the receiver's to keep. The last event of a session is {@code Ended}, always.
   */
  void accept(List<SessionEvent> events);
}
