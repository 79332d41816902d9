package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/**
 * What a key frame of VP9 says of itself and of what refers to it (VP9 Bitstream & Decoding Process
 * Specification, 6.2 and 7.2).
 *
 * @param bitDepth 8, 10 or 12
 * @param colourSpace color_space, 0 to 7
 * @param fullRange color_range
 * @param halfWidth whether there is one colour for two pixels beside each other (subsampling_x)
 * @param halfHeight whether there is one colour for two pixels above each other (subsampling_y)
 * @param width FrameWidth, pixels
 * @param height FrameHeight, pixels
 */
record Vp9Keyframe(
    int profile,
    int bitDepth,
    int colourSpace,
    boolean fullRange,
    boolean halfWidth,
    boolean halfHeight,
    int width,
    int height) {

  private static final int SYNC_CODE = 0x498342;
  private static final int SRGB = 7;

  /** Up to the height, with all that may be there; a whole frame has more than that behind it. */
  private static final int HEADER_BYTES = 10;

  /** Reads a key frame's uncompressed header; throws when it is broken. */
  static Vp9Keyframe read(ByteSlice frame) throws BadInputException {
    if (frame.length() < HEADER_BYTES) {
      throw new BadInputException("a VP9 keyframe is cut short");
    }
    BitReader in = new BitReader(frame.slice(0, HEADER_BYTES));
    in.skip(2);
    int profile = (int) in.bits(1) | (int) in.bits(1) << 1;
    in.skip(profile == 3 ? 5 : 4);
    if (in.bits(24) != SYNC_CODE) {
      throw new BadInputException("a VP9 keyframe without its sync code");
    }
    int bitDepth = profile < 2 ? 8 : in.flag() ? 12 : 10;
    int colourSpace = (int) in.bits(3);
    boolean odd = (profile & 1) == 1;
    if (colourSpace == SRGB && !odd) {
      throw new BadInputException("a VP9 keyframe of RGB in profile " + profile);
    }
    boolean fullRange = colourSpace == SRGB || in.flag();
    boolean halfWidth = !odd;
    boolean halfHeight = !odd;
    if (odd) {
      if (colourSpace != SRGB) {
        halfWidth = in.flag();
        halfHeight = in.flag();
      }
      in.skip(1);
    }
    int width = (int) in.bits(16) + 1;
    int height = (int) in.bits(16) + 1;
    return new Vp9Keyframe(
        profile, bitDepth, colourSpace, fullRange, halfWidth, halfHeight, width, height);
  }
}
