package live.understudy.ingest.demux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/**
 * Takes superframes of VP9 apart, and makes them: some frames that are not shown, one that is, and
 * behind them an index of their sizes (VP9, annex B). A frame alone needs no index.
 */
final class Vp9Frames {
  /** Frames in a superframe at most. */
  static final int MOST = 8;

  private static final int INDEX_MARKER = 0b110;

  private Vp9Frames() {}

  /** The frames of a sample, at least one of one byte; throws when its index lies. */
  static List<ByteSlice> of(ByteSlice data) throws BadInputException {
    int last = data.length() == 0 ? 0 : data.unsignedByte(data.length() - 1);
    int sizeBytes = (last >>> 3 & 3) + 1;
    int count = (last & 7) + 1;
    int indexAt = data.length() - (2 + sizeBytes * count);
    if (last >>> 5 != INDEX_MARKER || indexAt < 0 || data.unsignedByte(indexAt) != last) {
      return List.of(data);
    }
    List<ByteSlice> frames = new ArrayList<>(count);
    int at = 0;
    for (int i = 0; i < count; i++) {
      long size = 0;
      for (int k = 0; k < sizeBytes; k++) {
        size |= (long) data.unsignedByte(indexAt + 1 + i * sizeBytes + k) << 8 * k;
      }
      if (size == 0 || size > indexAt - at) {
        throw new BadInputException("the sizes in a VP9 superframe do not add up");
      }
      frames.add(data.slice(at, (int) size));
      at += (int) size;
    }
    return frames;
  }

  /** One superframe of up to {@link #MOST} frames. */
  static ByteSlice join(List<ByteSlice> frames) {
    int longest = frames.stream().mapToInt(ByteSlice::length).max().orElseThrow();
    int sizeBytes = (32 - Integer.numberOfLeadingZeros(longest) + 7) / 8;
    int marker = INDEX_MARKER << 5 | sizeBytes - 1 << 3 | frames.size() - 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteSlice frame : frames) {
      out.write(frame.array(), frame.offset(), frame.length());
    }
    out.write(marker);
    for (ByteSlice frame : frames) {
      for (int k = 0; k < sizeBytes; k++) {
        out.write(frame.length() >>> 8 * k);
      }
    }
    out.write(marker);
    return ByteSlice.of(out.toByteArray());
  }
}
