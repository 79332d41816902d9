package live.understudy.hls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import live.understudy.media.ByteSlice;

/**
 * A growing run of bytes, big-endian, with boxes (ISO/IEC 14496-12, 4.2) that find their own size.
 */
final class ByteWriter {

  private static final int INITIAL_CAPACITY = 1024;

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(MediaBytes.Writer target) {
    target.put(bytes, 0, size);
  }

  ByteWriter u8(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  ByteWriter u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  ByteWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  ByteWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  ByteWriter zeros(int count) {
    ensure(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
    return this;
  }

  ByteWriter raw(ByteSlice slice) {
    ensure(slice.length());
    System.arraycopy(slice.array(), slice.offset(), bytes, size, slice.length());
    size += slice.length();
    return this;
  }

  ByteWriter ascii(String text) {
    return raw(ByteSlice.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Begins a box; give the answer to {@link #end}. */
  int box(String type) {
    int start = size;
    u32(0).ascii(type);
    return start;
  }

  /** Begins a full box: a box with a version and flags. */
  int fullBox(String type, int version, int flags) {
    int start = box(type);
    u8(version).u24(flags);
    return start;
  }

  /** Ends the box that began at {@code start}: writes its size. */
  void end(int start) {
    setU32(start, size - start);
  }

  /** Overwrites four bytes at {@code at}. */
  void setU32(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
