package live.understudy.ingest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.Limits;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.PublishSession;
import live.understudy.ingest.rtmp.SessionOutput;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;

/** Feeds bytes to a session and a demuxer, admits everybody, and writes down what comes out. */
final class Replay {
  private final StringBuilder dump = new StringBuilder();
  private final PublishSession session =
      new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
  private final Demuxer demuxer = new Demuxer(Limits.DEFAULT);
  private final List<SessionOutput> outputs = new ArrayList<>();
  private boolean closed;

  void feed(ByteBuffer in) {
    while (in.hasRemaining() && !closed) {
      session.onBytes(in, 0, outputs);
      drain();
    }
  }

  String end() {
    session.onDisconnect("the encoder disconnected", outputs);
    drain();
    return dump.toString();
  }

  private void drain() {
    List<SessionEvent> events = new ArrayList<>();
    for (int i = 0; i < outputs.size() && !closed; i++) {
      switch (outputs.get(i)) {
        case SessionOutput.Send _ -> {}
        case SessionOutput.PublishRequested(var target) -> {
          dump.append("publish: ").append(target).append('\n');
          session.admit(0, outputs);
        }
        case MediaMessage media -> {
          try {
            demuxer.onMessage(media, 0, events);
          } catch (BadInputException e) {
            session.fail(e.reason(), outputs);
          }
        }
        case SessionOutput.Close close -> {
          closed = true;
          demuxer.end(close.reason(), events);
          events.forEach(this::write);
          events.clear();
          dump.append("close: ").append(close.reason()).append('\n');
        }
      }
    }
    outputs.clear();
    events.forEach(this::write);
  }

  private void write(SessionEvent event) {
    if (event instanceof SessionEvent.Unit(AccessUnit unit)) {
      dump.append(
          "%s dts=%d cts=%d %s bytes=%d hash=%016x%n"
              .formatted(
                  unit.track(),
                  unit.dts(),
                  unit.compositionOffset(),
                  unit.keyframe() ? "key" : "-",
                  unit.data().length(),
                  unit.contentHash()));
    } else {
      dump.append(event).append('\n');
    }
  }
}
