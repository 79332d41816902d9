package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/**
 * A VPCodecConfigurationRecord (VP Codec ISO Media File Format Binding, "VP Codec Configuration
 * Box"). It leaves out the picture's size, and what else the pictures say themselves may change
 * with any keyframe; so the format is of the keyframe, and the record fills in what that doesn't
 * say.
 *
 * @param header the sequence header as it came
 * @param level ten times the level, or 0
 * @param chroma chromaSubsampling
 */
record Vp9Config(ByteSlice header, int level, int chroma, Colour colour) {
  private static final int RECORD_BYTES = 8;
  private static final int VERSION_BYTES = 4;
  private static final int VERSION_AND_FLAGS = 0x01000000;
  private static final int HIGHEST_PROFILE = 3;
  private static final int CHROMA_420_COLOCATED = 1;
  private static final int CHROMA_422 = 2;
  private static final int CHROMA_444 = 3;

  /**
   * The format of no picture yet; its scanner finds it in the first keyframe. Throws when the
   * record is broken.
   */
  static VideoFormat parse(ByteSlice header) throws BadInputException {
    // FFmpeg sends the whole box's body, others the record alone: no profile has a bit depth of 0.
    boolean boxed =
        header.length() >= VERSION_BYTES + RECORD_BYTES && number(header) == VERSION_AND_FLAGS;
    ByteSlice record =
        boxed ? header.slice(VERSION_BYTES, header.length() - VERSION_BYTES) : header;
    if (record.length() < RECORD_BYTES) {
      throw new BadInputException("a VP9 sequence header that is no configuration record");
    }
    int profile = record.unsignedByte(0);
    int third = record.unsignedByte(2);
    int bitDepth = third >>> 4;
    if (profile > HIGHEST_PROFILE || bitDepth != 8 && bitDepth != 10 && bitDepth != 12) {
      throw new BadInputException(
          "a VP9 sequence header of profile " + profile + " and " + bitDepth + " bits");
    }
    Colour colour =
        new Colour(
            record.unsignedByte(3),
            record.unsignedByte(4),
            record.unsignedByte(5),
            (third & 1) != 0);
    Vp9Config config = new Vp9Config(header, record.unsignedByte(1), third >>> 1 & 7, colour);
    return new VideoFormat(
        "vp09", header, ByteSlice.EMPTY, "vp09", PictureFormat.UNKNOWN, new Vp9Scanner(config));
  }

  private static int number(ByteSlice header) {
    return header.unsignedByte(0) << 24
        | header.unsignedByte(1) << 16
        | header.unsignedByte(2) << 8
        | header.unsignedByte(3);
  }

  /** The format of the pictures that begin with {@code keyframe}; {@code scanner} found it. */
  VideoFormat format(Vp9Keyframe keyframe, FrameScanner scanner) throws BadInputException {
    int pictureChroma = chromaOf(keyframe);
    Colour pictureColour = Vp9Colour.of(keyframe, colour);
    int pictureLevel = Vp9Level.holding(keyframe.width(), keyframe.height(), level);
    Vui vui = new Vui(1, 1, pictureColour, 0, null);
    return new VideoFormat(
        "vp09",
        header,
        record(keyframe, pictureLevel, pictureChroma, pictureColour),
        rfc6381(keyframe, pictureLevel, pictureChroma, pictureColour),
        PictureFormat.of(keyframe.width(), keyframe.height(), vui),
        scanner);
  }

  /** Where a colour for four pixels lies only the record says. */
  private int chromaOf(Vp9Keyframe keyframe) throws BadInputException {
    if (keyframe.halfWidth() && keyframe.halfHeight()) {
      return Math.min(chroma, CHROMA_420_COLOCATED);
    }
    if (keyframe.halfHeight()) {
      throw new BadInputException("the video is VP9 in 4:4:0, which MP4 has no name for");
    }
    return keyframe.halfWidth() ? CHROMA_422 : CHROMA_444;
  }

  private static ByteSlice record(
      Vp9Keyframe keyframe, int level, int chroma, @Nullable Colour colour) {
    Colour named = colour == null ? Vp9Colour.UNSPECIFIED : colour;
    int range = keyframe.fullRange() ? 1 : 0;
    return ByteSlice.of(
        new byte[] {
          (byte) keyframe.profile(),
          (byte) level,
          (byte) (keyframe.bitDepth() << 4 | chroma << 1 | range),
          (byte) named.primaries(),
          (byte) named.transfer(),
          (byte) named.matrix(),
          0,
          0
        });
  }

  /**
   * "Codecs Parameter String": profile, level, bit depth; and the optional fields, all or none,
   * where they decide whether a player can show it.
   */
  private static String rfc6381(
      Vp9Keyframe keyframe, int level, int chroma, @Nullable Colour colour) {
    String required =
        "vp09.%02d.%02d.%02d".formatted(keyframe.profile(), level, keyframe.bitDepth());
    Colour shown = colour == null ? Colour.BT709 : colour;
    if (chroma <= CHROMA_420_COLOCATED && !keyframe.fullRange() && !shown.isWide()) {
      return required;
    }
    return required
        + ".%02d.%02d.%02d.%02d.%02d"
            .formatted(
                chroma,
                shown.primaries(),
                shown.transfer(),
                shown.matrix(),
                keyframe.fullRange() ? 1 : 0);
  }
}
