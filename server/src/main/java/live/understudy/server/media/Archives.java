package live.understudy.server.media;

import java.io.IOException;
import live.understudy.hls.store.Recovered;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** Gives each program its archive. May block: not for event loops. */
public interface Archives {

  /**
   * A program's archive, and where its playlist stood.
   *
   * @param recovered null when nothing was kept of it
   * @param certain whether it tells of all that was published; without {@code recovered}, that
   *     nothing was
   */
  record Opened(Archive archive, @Nullable Recovered recovered, boolean certain) {

    Opened(Archive archive, @Nullable Recovered recovered) {
      this(archive, recovered, true);
    }
  }

  /** Opens what is there, or begins anew. */
  Opened open(ProgramId program) throws IOException;

  /** Everything kept of an event goes; returns at once. */
  void delete(String eventId);
}
