package live.understudy.failover;

import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;

/** The data of some units of one session, held together until the last of them is dropped. */
final class Parcel {

  private final MediaBytes bytes;
  private int units;

  /** Takes over {@code bytes}, which are those of so many units. */
  Parcel(MediaBytes bytes, int units) {
    this.bytes = bytes;
    this.units = units;
  }

  /** A copy of one unit's data. */
  ByteSlice read(int from, int length) {
    return ByteSlice.of(bytes.copy(from, length));
  }

  /** One of its units is not wanted any more. */
  void drop() {
    units--;
    if (units == 0) {
      bytes.release();
    }
  }
}
