package live.understudy.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;
import live.understudy.media.ProgramId;
import live.understudy.server.memory.BlockPool;
import org.jspecify.annotations.Nullable;

/** A few known resources; names that begin with {@code wait} are parked until {@link #release}. */
final class TestMedia implements MediaSource {

  static final ProgramId PROGRAM = new ProgramId("show", "en");
  static final String PLAYLIST = "#EXTM3U\n#EXT-X-VERSION:9\n";
  static final int TARGET_DURATION_S = 2;
  static final byte[] SEGMENT = new byte[100_000];
  static final byte[] LARGE = new byte[24 << 20];

  static {
    for (int i = 0; i < SEGMENT.length; i++) {
      SEGMENT[i] = (byte) (i * 31 + (i >> 8));
    }
    for (int i = 0; i < LARGE.length; i++) {
      LARGE[i] = (byte) (i * 7 + (i >> 12));
    }
  }

  private static final List<MediaBytes> SEGMENT_CHUNKS =
      List.of(
          outside(SEGMENT, 0, 10),
          outside(SEGMENT, 10, 70_000),
          outside(SEGMENT, 0, 0),
          outside(SEGMENT, 70_010, SEGMENT.length - 70_010));

  private static final List<MediaBytes> LARGE_CHUNKS = List.of(MediaBytes.of(LARGE));

  /** A request that waits. */
  private final class Waiting implements Parked {
    private final MediaSink sink;

    Waiting(MediaSink sink) {
      this.sink = sink;
    }

    @Override
    public void cancel() {
      if (waiting.remove(this)) {
        cancelled.incrementAndGet();
      }
    }
  }

  /** Bytes that can stop being readable. */
  static final class Bytes implements ByteSource {
    private final byte[] bytes;
    private final long failsAt;

    Bytes(byte[] bytes, long failsAt) {
      this.bytes = bytes;
      this.failsAt = failsAt;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      if (Thread.currentThread().getName().contains("test-http")) {
        throw new AssertionError("a blocking read on an event loop");
      }
      if (position + into.remaining() > failsAt) {
        throw new IOException("on purpose");
      }
      // Short reads, as a disk may give.
      int count = Math.min(Math.min(into.remaining(), 5_000), bytes.length - (int) position);
      into.put(bytes, (int) position, count);
      return count;
    }
  }

  final Queue<Parked> waiting = new ConcurrentLinkedQueue<>();
  final AtomicInteger cancelled = new AtomicInteger();

  /** What is there besides, by name. */
  final Map<String, MediaAnswer> others = new ConcurrentHashMap<>();

  /** How often each name was asked for. */
  final Map<String, Integer> asked = new ConcurrentHashMap<>();

  @Override
  public @Nullable Parked find(MediaRequest request, MediaSink sink) {
    asked.merge(request.name(), 1, Integer::sum);
    if (request.program().equals(PROGRAM) && request.name().startsWith("wait")) {
      Waiting parked = new Waiting(sink);
      waiting.add(parked);
      return parked;
    }
    MediaAnswer other = others.get(request.name());
    if (other != null) {
      sink.answer(other);
      return null;
    }
    sink.answer(request.program().equals(PROGRAM) ? answer(request) : new MediaAnswer.Missing());
    return null;
  }

  /** Answers everything that waits; says how many. */
  int release(MediaAnswer answer) {
    int count = 0;
    for (Parked parked = waiting.poll(); parked != null; parked = waiting.poll()) {
      ((Waiting) parked).sink.answer(answer);
      count++;
    }
    return count;
  }

  static MediaResource.Playlist playlist(String text) {
    return new MediaResource.Playlist(
        ByteSlice.of(TestHttpServer.bytes(text)), "v7", TARGET_DURATION_S);
  }

  /** In blocks outside the heap, as parts lie. */
  private static MediaBytes outside(byte[] array, int offset, int length) {
    List<ByteBuffer> blocks = new ArrayList<>();
    for (int at = 0; at < length; at += BlockPool.BLOCK_BYTES) {
      int count = Math.min(length - at, BlockPool.BLOCK_BYTES);
      blocks.add(ByteBuffer.allocateDirect(count).put(array, offset + at, count).flip());
    }
    return MediaBytes.in(blocks.toArray(new ByteBuffer[0]), () -> {});
  }

  private static MediaAnswer answer(MediaRequest request) {
    return switch (request.name()) {
      case "media.m3u8" ->
          new MediaAnswer.Found(
              playlist(request.leg() == null ? PLAYLIST : PLAYLIST + "#" + request.leg() + "\n"));
      case "7.m4s" ->
          new MediaAnswer.Found(
              new MediaResource.Media(SEGMENT_CHUNKS, "video/mp4", true, MediaAnswer.Missing::new));
      case "large.m4s" ->
          new MediaAnswer.Found(
              new MediaResource.Media(LARGE_CHUNKS, "video/mp4", true, MediaAnswer.Missing::new));
      case "stored.m4s" -> stored(SEGMENT, Long.MAX_VALUE);
      case "storedlarge.m4s" -> stored(LARGE, Long.MAX_VALUE);
      case "storedempty.m4s" -> stored(new byte[0], Long.MAX_VALUE);
      case "torn.m4s" -> stored(LARGE, 3 << 20);
      case "bad.m3u8" -> new MediaAnswer.BadRequest("_HLS_part without _HLS_msn");
      case "late.m3u8" -> new MediaAnswer.Unavailable("not in time", 2);
      case "fail.m4s" -> throw new IllegalStateException("on purpose");
      default -> new MediaAnswer.Missing();
    };
  }

  private static MediaAnswer stored(byte[] bytes, long failsAt) {
    return new MediaAnswer.Found(new MediaResource.Stored(new Bytes(bytes, failsAt), "video/mp4"));
  }
}
