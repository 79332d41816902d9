package live.understudy.ingest.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.Limits;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.PublishSession;
import live.understudy.ingest.rtmp.SessionOutput;
import live.understudy.media.SessionEvent;

/** A session that admits everybody, a demuxer behind it, and what came out as text. */
final class Sessions {
  private static final int MOST_REPLIES = 1_000_000;

  private final PublishSession session =
      new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
  private final Demuxer demuxer = new Demuxer(Limits.DEFAULT);
  private final List<SessionOutput> outputs = new ArrayList<>();
  private final List<SessionEvent> events = new ArrayList<>();
  private final StringBuilder dump = new StringBuilder();
  private long repliedBytes;
  private boolean closed;

  void feed(byte[] bytes, int from, int to) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    while (in.hasRemaining() && !closed) {
      int before = in.remaining();
      session.onBytes(in, 0, outputs);
      if (in.remaining() == before && outputs.isEmpty()) {
        throw new AssertionError("the session neither reads nor says anything");
      }
      drain();
    }
  }

  /** All that came out, once the peer is gone. */
  String end() {
    session.onDisconnect("gone", outputs);
    drain();
    if (!closed) {
      throw new AssertionError("not closed");
    }
    return dump.toString();
  }

  private void drain() {
    for (int i = 0; i < outputs.size() && !closed; i++) {
      switch (outputs.get(i)) {
        case SessionOutput.Send(byte[] bytes) -> repliedBytes += bytes.length;
        case SessionOutput.PublishRequested _ -> session.admit(0, outputs);
        case MediaMessage media -> demux(media);
        case SessionOutput.Close close -> {
          closed = true;
          demuxer.end(close.reason(), events);
        }
      }
    }
    outputs.clear();
    for (SessionEvent event : events) {
      dump.append(event instanceof SessionEvent.Unit(var unit) ? unit.contentHash() : event);
    }
    events.clear();
    if (repliedBytes > MOST_REPLIES) {
      throw new AssertionError("more is answered than was asked");
    }
  }

  private void demux(MediaMessage media) {
    try {
      demuxer.onMessage(media, 0, events);
    } catch (BadInputException e) {
      // What came behind it in the same piece is nobody's business any more.
      closed = true;
      demuxer.end(e.reason(), events);
    }
  }
}
