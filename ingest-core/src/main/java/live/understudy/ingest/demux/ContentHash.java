package live.understudy.ingest.demux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast 64-bit hash of bytes, eight at a time. Not for adversaries: who sends both legs can make
 * them differ, and gains nothing by making them equal.
 */
final class ContentHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  static final long SEED = 0x27D4EB2F165667C5L;

  /** From so many bytes on they are hashed in four rows. */
  private static final int LANES_FROM = 64;

  private ContentHash() {}

  /** Goes on hashing from {@code hash}, which is {@link #SEED} or an earlier result. */
  static long update(long hash, byte[] array, int offset, int length) {
    long h = hash ^ length * PRIME_1;
    int at = offset;
    int end = offset + length;
    if (length >= LANES_FROM) {
      // Each multiplication waits for the one before: four rows of them wait at the same time.
      long b = h + PRIME_1;
      long c = h + PRIME_2;
      long d = ~h;
      for (; at + 32 <= end; at += 32) {
        h = mix(h, (long) LONGS.get(array, at));
        b = mix(b, (long) LONGS.get(array, at + 8));
        c = mix(c, (long) LONGS.get(array, at + 16));
        d = mix(d, (long) LONGS.get(array, at + 24));
      }
      h = mix(mix(mix(h, b), c), d);
    }
    for (; at + 8 <= end; at += 8) {
      h = mix(h, (long) LONGS.get(array, at));
    }
    long tail = 0;
    for (int shift = 0; at < end; at++, shift += 8) {
      tail |= (array[at] & 0xFFL) << shift;
    }
    return mix(h, tail);
  }

  private static long mix(long hash, long word) {
    return Long.rotateLeft(hash ^ word * PRIME_2, 27) * PRIME_1 + PRIME_2;
  }

  /** Spreads the last bits over the whole word. */
  static long finish(long hash) {
    long h = (hash ^ hash >>> 33) * PRIME_2;
    h = (h ^ h >>> 29) * PRIME_1;
    return h ^ h >>> 32;
  }
}
