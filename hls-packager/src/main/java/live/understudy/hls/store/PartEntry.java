package live.understudy.hls.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import live.understudy.hls.Part;

/**
 * What the index says of a part.
 *
 * @param durationUs its duration, microseconds
 * @param independent whether it begins with a keyframe
 * @param sizeBytes its bytes
 * @param crc CRC32C of its bytes
 */
public record PartEntry(long durationUs, boolean independent, int sizeBytes, int crc) {

  public PartEntry {
    if (durationUs < 0 || sizeBytes < 0) {
      throw new IllegalArgumentException("a part is not negative");
    }
  }

  /** The entry of {@code part}; reads all its bytes, which are {@code pieces}. */
  public static PartEntry of(Part part, List<ByteBuffer> pieces) {
    CRC32C crc = new CRC32C();
    pieces.forEach(piece -> crc.update(piece.duplicate()));
    return new PartEntry(
        part.durationUs(), part.independent(), part.bytes().length(), (int) crc.getValue());
  }
}
