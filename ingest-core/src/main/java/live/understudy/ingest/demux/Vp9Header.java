package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/**
 * The first byte of a frame's uncompressed header (VP9, 6.2): its marker, the profile with its bits
 * swapped, one bit more in profile 3, and what kind of frame it is.
 *
 * @param keyFrame frame_type KEY_FRAME, and no frame that is shown again
 * @param shown show_frame, or show_existing_frame
 */
record Vp9Header(boolean keyFrame, boolean shown) {
  private static final int FRAME_MARKER = 0b10;
  private static final int HIGHEST_PROFILE = 3;
  private static final int SHOW_EXISTING_FRAME = 0b1000;
  private static final int NON_KEY_FRAME = 0b0100;
  private static final int SHOW_FRAME = 0b0010;

  static Vp9Header of(ByteSlice frame) throws BadInputException {
    int bits = frame.length() == 0 ? 0 : frame.unsignedByte(0);
    if (bits >>> 6 != FRAME_MARKER) {
      throw new BadInputException("a VP9 frame without its marker");
    }
    int profile = bits >>> 5 & 1 | bits >>> 3 & 2;
    if (profile == HIGHEST_PROFILE) {
      if ((bits & 0b1000) != 0) {
        throw new BadInputException("a VP9 frame of an unknown profile");
      }
      bits <<= 1;
    }
    boolean again = (bits & SHOW_EXISTING_FRAME) != 0;
    return new Vp9Header(!again && (bits & NON_KEY_FRAME) == 0, again || (bits & SHOW_FRAME) != 0);
  }
}
