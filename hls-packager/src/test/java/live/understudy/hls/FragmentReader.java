package live.understudy.hls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads fragments back, knowing nothing of the writer: the box grammar of ISO/IEC 14496-12 only.
 */
public final class FragmentReader {

  /** One sample as a player sees it. */
  public record ReadSample(
      int track, long dts, long duration, int compositionOffset, boolean sync, byte[] data) {

    public long pts() {
      return dts + compositionOffset;
    }
  }

  private final byte[] bytes;
  private final List<ReadSample> samples = new ArrayList<>();
  private long sequence = -1;
  private int base;

  private FragmentReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** All samples of one moof + mdat, in the order of their tracks. */
  public static List<ReadSample> samples(byte[] fragment) {
    return read(fragment).samples;
  }

  /** mfhd's sequence_number. */
  public static long sequenceNumber(byte[] fragment) {
    return read(fragment).sequence;
  }

  private static FragmentReader read(byte[] fragment) {
    FragmentReader reader = new FragmentReader(fragment);
    ByteBuffer in = ByteBuffer.wrap(fragment);
    while (in.hasRemaining()) {
      int at = in.position();
      ByteBuffer box = in.slice(in.position(), in.getInt(in.position()));
      in.position(in.position() + box.capacity());
      if (type(box).equals("moof")) {
        // default-base-is-moof
        reader.base = at;
        reader.moof(box);
      }
    }
    return reader;
  }

  private static String type(ByteBuffer box) {
    byte[] name = new byte[4];
    box.get(4, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static List<ByteBuffer> children(ByteBuffer box) {
    List<ByteBuffer> children = new ArrayList<>();
    int at = 8;
    while (at < box.capacity()) {
      int size = box.getInt(at);
      children.add(box.slice(at, size));
      at += size;
    }
    if (at != box.capacity()) {
      throw new IllegalStateException("boxes do not fill " + type(box));
    }
    return children;
  }

  private void moof(ByteBuffer moof) {
    for (ByteBuffer child : children(moof)) {
      switch (type(child)) {
        case "mfhd" -> sequence = child.getInt(12) & 0xFFFFFFFFL;
        case "traf" -> traf(child);
        default -> throw new IllegalStateException("unexpected box " + type(child));
      }
    }
  }

  private void traf(ByteBuffer traf) {
    int track = 0;
    long dts = -1;
    int defaultFlags = 0;
    for (ByteBuffer child : children(traf)) {
      switch (type(child)) {
        case "tfhd" -> {
          track = child.getInt(12);
          int flags = child.getInt(8) & 0xFFFFFF;
          if ((flags & 0x20000) == 0 || (flags & ~0x20020) != 0) {
            throw new IllegalStateException("unexpected tfhd flags " + Integer.toHexString(flags));
          }
          defaultFlags = (flags & 0x20) != 0 ? child.getInt(16) : 0;
        }
        case "tfdt" -> dts = child.getLong(12);
        case "trun" -> trun(child, track, dts, defaultFlags);
        default -> throw new IllegalStateException("unexpected box " + type(child));
      }
    }
  }

  private void trun(ByteBuffer trun, int track, long firstDts, int defaultFlags) {
    int flags = trun.getInt(8) & 0xFFFFFF;
    int count = trun.getInt(12);
    int dataAt = base + trun.getInt(16);
    trun.position(20);
    long dts = firstDts;
    for (int i = 0; i < count; i++) {
      long duration = (flags & 0x100) != 0 ? trun.getInt() & 0xFFFFFFFFL : 0;
      int size = trun.getInt();
      int sampleFlags = (flags & 0x400) != 0 ? trun.getInt() : defaultFlags;
      int offset = (flags & 0x800) != 0 ? trun.getInt() : 0;
      boolean sync = (sampleFlags & 0x10000) == 0;
      byte[] data = Arrays.copyOfRange(bytes, dataAt, dataAt + size);
      samples.add(new ReadSample(track, dts, duration, offset, sync, data));
      dataAt += size;
      dts += duration;
    }
  }

  /** Ticks per second of an init section's tracks, in their order ({@code mdhd}). */
  public static int[] timescales(InitSection init) {
    byte[] bytes = init.bytes();
    IntStream.Builder found = IntStream.builder();
    for (int at = 0; at + 20 < bytes.length; at++) {
      if (bytes[at] == 'm'
          && bytes[at + 1] == 'd'
          && bytes[at + 2] == 'h'
          && bytes[at + 3] == 'd') {
        found.add(ByteBuffer.wrap(bytes).getInt(at + 16));
      }
    }
    return found.build().toArray();
  }
}
