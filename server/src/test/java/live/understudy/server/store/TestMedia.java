package live.understudy.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import live.understudy.hls.InitSection;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.Variant;
import live.understudy.server.http.ByteSource;

/** Segments whose bytes follow from their numbers alone, so that any process can check them. */
record TestMedia(int seed, int partsPerSegment, int partBytes) {

  static final PlaylistShape SHAPE = new PlaylistShape(2, 500_000, true);
  static final long ZERO_WALL_MS = 1_600_000_000_000L;

  private static final long PART_US = 500_000;

  InitSection init(int number) {
    byte[] bytes = bytes(-1, number, 50);
    return new InitSection(number, new Variant("avc1.640028", 640, 360, 30, "SDR"), bytes);
  }

  /** No two parts have one size. */
  Part part(long msn, int index) {
    int size = partBytes + (int) (msn % 7) + 11 * index;
    return new Part(index, PART_US, index == 0, bytes(msn, index, size));
  }

  private byte[] bytes(long msn, int index, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed * 31L + msn * 1000 + index).nextBytes(bytes);
    return bytes;
  }

  private List<Part> parts(long msn, int count) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(part(msn, i));
    }
    return parts;
  }

  Segment segment(long msn) {
    return segment(msn, 0, partsPerSegment);
  }

  Segment segment(long msn, int initNumber, int partCount) {
    List<Part> parts = parts(msn, partCount);
    long bytes = parts.stream().mapToLong(part -> part.bytes().length()).sum();
    SegmentInfo info =
        new SegmentInfo(
            msn,
            initNumber,
            false,
            0,
            wallMs(msn),
            startUs(msn),
            partCount * PART_US,
            true,
            false,
            bytes);
    return new Segment(info, init(initNumber), parts);
  }

  OpenSegment open(long msn, int partCount) {
    return open(msn, 0, partCount);
  }

  OpenSegment open(long msn, int initNumber, int partCount) {
    return new OpenSegment(
        msn, init(initNumber), false, 0, wallMs(msn), startUs(msn), true, parts(msn, partCount));
  }

  private long startUs(long msn) {
    return msn * partsPerSegment * PART_US;
  }

  private long wallMs(long msn) {
    return ZERO_WALL_MS + startUs(msn) / 1000;
  }

  /** The bytes of a segment's first parts. */
  byte[] bytes(long msn, int partCount) {
    List<Part> parts = parts(msn, partCount);
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(p -> p.bytes().length()).sum());
    parts.forEach(part -> all.put(part.bytes().toArray()));
    return all.array();
  }

  /** Reads all of a source, a few bytes at a time. */
  static byte[] read(ByteSource source) throws IOException {
    byte[] all = new byte[Math.toIntExact(source.length())];
    ByteBuffer piece = ByteBuffer.allocate(1 + all.length / 3);
    int at = 0;
    while (true) {
      int count = source.read(at, piece.clear());
      if (count < 0) {
        return Arrays.copyOf(all, at);
      }
      piece.flip().get(all, at, count);
      at += count;
    }
  }
}
