package live.understudy.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A run of bytes inside an array that nobody modifies any more.
 *
 * <p>Equality is by content.
 */
public record ByteSlice(byte[] array, int offset, int length) implements UnitData {

  public static final ByteSlice EMPTY = new ByteSlice(new byte[0], 0, 0);

  /** Throws {@link IndexOutOfBoundsException} when the run is not inside the array. */
  public ByteSlice {
    Objects.checkFromIndexSize(offset, length, array.length);
  }

  /** The whole array. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /** The byte at {@code index} of this slice, 0 to 255. */
  public int unsignedByte(int index) {
    Objects.checkIndex(index, length);
    return array[offset + index] & 0xFF;
  }

  /** A slice of this slice; the array is shared. */
  public ByteSlice slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return new ByteSlice(array, offset + from, count);
  }

  /** A copy of exactly these bytes. */
  @Override
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public ByteSlice bytes() {
    return this;
  }

  @Override
  public void forEachPiece(Consumer<ByteBuffer> action) {
    action.accept(ByteBuffer.wrap(array, offset, length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteSlice that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + array[offset + i];
    }
    return hash;
  }

  /** The length only: contents may be large, and may be somebody's secret. */
  @Override
  public String toString() {
    return "ByteSlice[" + length + "]";
  }
}
