package live.understudy.server.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.server.http.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * An archive in memory. It stores at once, unless it is told to wait until {@link #answerNext}, or
 * to fail. As with the real one numbers ascend, and what a name means never changes: anything else
 * is an error.
 */
final class FakeArchive implements Archive {

  /** What it was told, in order, such as {@code parts 5 to 3}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<MediaName, byte[]> kept = new ConcurrentHashMap<>();
  private final ArrayDeque<Consumer<Boolean>> unanswered = new ArrayDeque<>();
  private long newestMsn = -1;
  private int newestParts;
  private boolean ended;
  private boolean waits;
  private boolean fails;
  private volatile RecordingStatus status =
      new RecordingStatus(RecordingStatus.State.RECORDING, null, 0, 1);

  /** Answers only when asked to. */
  FakeArchive waiting() {
    waits = true;
    return this;
  }

  /** Keeps nothing from now on, and says so. */
  FakeArchive failing() {
    fails = true;
    return this;
  }

  /** Stores at once again. */
  void healed() {
    waits = false;
    fails = false;
  }

  /** What {@link #status} says from now on. */
  void becomes(RecordingStatus.State state) {
    status = new RecordingStatus(state, null, 0, 2);
  }

  /** Confirms what has waited longest. */
  void answerNext() {
    answerNext(true);
  }

  void answerNext(boolean stored) {
    Consumer<Boolean> next;
    synchronized (unanswered) {
      next = unanswered.removeFirst();
    }
    next.accept(stored);
  }

  int unanswered() {
    synchronized (unanswered) {
      return unanswered.size();
    }
  }

  /** Puts something there that another process has left. */
  void keep(MediaName name, byte[] bytes) {
    byte[] before = kept.put(name, bytes);
    if (before != null && !Arrays.equals(before, bytes)) {
      throw new AssertionError("other bytes under " + name);
    }
  }

  static byte[] bytes(ByteSource source) {
    ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(source.length()));
    try {
      while (into.hasRemaining() && source.read(into.position(), into) >= 0) {
        // Reads on.
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return into.array();
  }

  @Override
  public void begin(PlaylistShape shape, long zeroWallMs) {
    calls.add("begin");
  }

  @Override
  public void parts(OpenSegment segment, Consumer<Boolean> onStored) {
    calls.add("parts " + segment.msn() + " to " + segment.parts().size());
    requireNew(segment.msn(), segment.parts().size());
    keepParts(segment.msn(), segment.parts());
    answer(onStored);
  }

  @Override
  public void segment(Segment segment, Consumer<Boolean> onStored) {
    calls.add("segment " + segment.msn() + " to " + segment.parts().size());
    requireNew(segment.msn(), Integer.MAX_VALUE);
    keepParts(segment.msn(), segment.parts());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    segment.parts().forEach(part -> all.writeBytes(part.bytes().toArray()));
    if (!fails) {
      keep(new MediaName.OfSegment(segment.msn()), all.toByteArray());
    }
    answer(onStored);
  }

  private void requireNew(long msn, int parts) {
    boolean beyond = msn > newestMsn || (msn == newestMsn && parts > newestParts);
    if (ended || !beyond) {
      throw new IllegalStateException(msn + " after " + newestMsn + ", ended " + ended);
    }
    newestMsn = msn;
    newestParts = parts;
  }

  private void keepParts(long msn, List<Part> parts) {
    if (!fails) {
      for (Part part : parts) {
        keep(new MediaName.OfPart(msn, part.index()), part.bytes().toArray());
      }
    }
  }

  private void answer(Consumer<Boolean> onStored) {
    if (waits) {
      synchronized (unanswered) {
        unanswered.addLast(onStored);
      }
    } else {
      onStored.accept(!fails);
    }
  }

  @Override
  public void publishingUnstored() {
    calls.add("publishing unstored");
  }

  @Override
  public void end() {
    calls.add("end");
    if (ended) {
      throw new IllegalStateException("ended before");
    }
    ended = true;
  }

  @Override
  public @Nullable ByteSource find(MediaName name) {
    byte[] bytes = kept.get(name);
    return bytes == null ? null : new InMemory(bytes);
  }

  @Override
  public RecordingStatus status() {
    return status;
  }

  private record InMemory(byte[] bytes) implements ByteSource {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
      int from = Math.toIntExact(position);
      int count = Math.min(into.remaining(), bytes.length - from);
      into.put(bytes, from, count);
      return count == 0 ? -1 : count;
    }
  }
}
