package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Reads an HEVC sequence parameter set (ITU-T H.265, 7.3.2.2). */
final class HevcSps {
  private static final int MAX_SHORT_TERM_SETS = 64;
  private static final int MAX_LONG_TERM_PICTURES = 32;
  private static final int MAX_PICTURES = 16;
  private static final int PROFILE_BITS = 88;
  private static final int LEVEL_BITS = 8;

  private HevcSps() {}

  /** {@code nal} begins with the NAL unit's two header bytes. */
  static PictureFormat parse(ByteSlice nal) throws BadInputException {
    BitReader in = BitReader.ofNalUnit(nal);
    in.skip(16 + 4);
    int subLayers = (int) in.bits(3);
    in.skip(1);
    profileTierLevel(in, subLayers);
    in.unsignedGolomb();
    int chroma = in.unsignedGolomb();
    if (chroma == 3 && in.flag()) {
      chroma = 0;
    }
    long width = in.unsignedGolomb();
    long height = in.unsignedGolomb();
    if (in.flag()) {
      // SubWidthC and SubHeightC, table 6-1.
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = chroma == 1 ? 2 : 1;
      width -= unitX * ((long) in.unsignedGolomb() + in.unsignedGolomb());
      height -= unitY * ((long) in.unsignedGolomb() + in.unsignedGolomb());
    }
    return PictureFormat.of(width, height, vui(in, subLayers));
  }

  private static void profileTierLevel(BitReader in, int subLayers) throws BadInputException {
    in.skip(PROFILE_BITS + LEVEL_BITS);
    int bits = 0;
    for (int i = 0; i < subLayers; i++) {
      bits += in.flag() ? PROFILE_BITS : 0;
      bits += in.flag() ? LEVEL_BITS : 0;
    }
    if (subLayers > 0) {
      in.skip(2 * (8 - subLayers));
    }
    in.skip(bits);
  }

  private static Vui vui(BitReader in, int subLayers) {
    try {
      skipToVui(in, subLayers);
      return in.flag() ? Vui.ofHevc(in) : Vui.NONE;
    } catch (BadInputException e) {
      // The size is known, and what decodes the pictures reads the rest itself.
      return Vui.NONE;
    }
  }

  private static void skipToVui(BitReader in, int subLayers) throws BadInputException {
    skipGolombs(in, 2);
    int pictureOrderBits = in.unsignedGolomb() + 4;
    skipGolombs(in, 3 * (in.flag() ? subLayers + 1 : 1));
    skipGolombs(in, 6);
    boolean scalingLists = in.flag();
    if (scalingLists && in.flag()) {
      skipScalingLists(in);
    }
    in.skip(2);
    if (in.flag()) {
      in.skip(8);
      skipGolombs(in, 2);
      in.skip(1);
    }
    skipShortTermSets(in);
    if (in.flag()) {
      int pictures = atMost(in.unsignedGolomb(), MAX_LONG_TERM_PICTURES);
      in.skip(pictures * (atMost(pictureOrderBits, 16) + 1));
    }
    in.skip(2);
  }

  /** 7.3.4. */
  private static void skipScalingLists(BitReader in) throws BadInputException {
    for (int size = 0; size < 4; size++) {
      for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
        if (!in.flag()) {
          in.unsignedGolomb();
        } else {
          skipGolombs(in, Math.min(64, 1 << (4 + 2 * size)) + (size > 1 ? 1 : 0));
        }
      }
    }
  }

  /** 7.3.7; a set may be written as what differs from the one before it. */
  private static void skipShortTermSets(BitReader in) throws BadInputException {
    int sets = atMost(in.unsignedGolomb(), MAX_SHORT_TERM_SETS);
    int pictures = 0;
    for (int set = 0; set < sets; set++) {
      if (set > 0 && in.flag()) {
        in.skip(1);
        in.unsignedGolomb();
        int kept = 0;
        for (int i = 0; i <= pictures; i++) {
          boolean usedByCurrent = in.flag();
          kept += usedByCurrent || in.flag() ? 1 : 0;
        }
        pictures = atMost(kept, MAX_PICTURES);
      } else {
        int negative = atMost(in.unsignedGolomb(), MAX_PICTURES);
        pictures = atMost(negative + atMost(in.unsignedGolomb(), MAX_PICTURES), MAX_PICTURES);
        for (int i = 0; i < pictures; i++) {
          in.unsignedGolomb();
          in.skip(1);
        }
      }
    }
  }

  private static int atMost(int value, int limit) throws BadInputException {
    if (value > limit) {
      throw new BadInputException("an HEVC parameter set with " + value + " of at most " + limit);
    }
    return value;
  }

  private static void skipGolombs(BitReader in, int count) throws BadInputException {
    for (int i = 0; i < count; i++) {
      in.unsignedGolomb();
    }
  }
}
