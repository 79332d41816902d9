package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/**
 * An AV1 sequence header OBU (AV1 5.5), read.
 *
 * @param stillPictures reduced_still_picture_header
 */
record Av1Sequence(PictureFormat picture, boolean stillPictures) {

  /**
   * What timing_info says where all pictures last equally long.
   *
   * @param frameUnits how many units a picture lasts, or 0
   * @param timeScale units in a second
   */
  private record Timing(long frameUnits, long timeScale) {
    static final Timing NONE = new Timing(0, 0);

    double frameRate() {
      return frameUnits == 0 ? 0 : (double) timeScale / frameUnits;
    }

    @Nullable TimecodeFormat timecode() {
      return frameUnits == 0
          ? null
          : new TimecodeFormat(TimecodeFormat.Syntax.AV1, 0, 0, frameUnits, timeScale);
    }
  }

  private static final Colour SRGB = new Colour(1, 13, 0, true);

  static Av1Sequence parse(ByteSlice payload) throws BadInputException {
    BitReader in = new BitReader(payload);
    int profile = (int) in.bits(3);
    in.skip(1);
    boolean reduced = in.flag();
    Timing timing = Timing.NONE;
    if (reduced) {
      in.skip(5);
    } else {
      timing = operatingPoints(in);
    }
    int widthBits = (int) in.bits(4) + 1;
    int heightBits = (int) in.bits(4) + 1;
    long width = in.bits(widthBits) + 1;
    long height = in.bits(heightBits) + 1;
    if (!reduced && in.flag()) {
      in.skip(7);
    }
    in.skip(3);
    if (!reduced) {
      skipTools(in);
    }
    in.skip(3);
    Vui vui = new Vui(1, 1, colour(in, profile), timing.frameRate(), timing.timecode());
    return new Av1Sequence(PictureFormat.of(width, height, vui), reduced);
  }

  /** Timing, decoder model and operating points. */
  private static Timing operatingPoints(BitReader in) throws BadInputException {
    Timing timing = Timing.NONE;
    int delayBits = 0;
    boolean decoderModel = false;
    if (in.flag()) {
      timing = timing(in);
      decoderModel = in.flag();
      if (decoderModel) {
        delayBits = (int) in.bits(5) + 1;
        in.skip(32 + 5 + 5);
      }
    }
    boolean displayDelay = in.flag();
    int points = (int) in.bits(5) + 1;
    for (int i = 0; i < points; i++) {
      in.skip(12);
      int level = (int) in.bits(5);
      if (level > 7) {
        in.skip(1);
      }
      if (decoderModel && in.flag()) {
        in.skip(2 * delayBits + 1);
      }
      if (displayDelay && in.flag()) {
        in.skip(4);
      }
    }
    return timing;
  }

  /** 5.5.3; only equal intervals between pictures make a frame rate. */
  private static Timing timing(BitReader in) throws BadInputException {
    long unitsInTick = in.bits(32);
    long timeScale = in.bits(32);
    if (!in.flag() || unitsInTick == 0 || timeScale == 0) {
      return Timing.NONE;
    }
    // uvlc() is written like ue(v).
    long ticksPerPicture = in.unsignedGolomb() + 1L;
    return new Timing(unitsInTick * ticksPerPicture, timeScale);
  }

  private static void skipTools(BitReader in) throws BadInputException {
    in.skip(4);
    boolean orderHint = in.flag();
    if (orderHint) {
      in.skip(2);
    }
    boolean chooseScreenContent = in.flag();
    boolean screenContent = chooseScreenContent || in.flag();
    if (screenContent && !in.flag()) {
      in.skip(1);
    }
    if (orderHint) {
      in.skip(3);
    }
  }

  /** 5.5.2, as far as the colours go. */
  private static @Nullable Colour colour(BitReader in, int profile) throws BadInputException {
    boolean high = in.flag();
    if (profile == 2 && high) {
      in.skip(1);
    }
    boolean mono = profile != 1 && in.flag();
    if (!in.flag()) {
      return null;
    }
    Colour described = new Colour((int) in.bits(8), (int) in.bits(8), (int) in.bits(8), true);
    if (!mono && described.equals(SRGB)) {
      return SRGB;
    }
    return new Colour(described.primaries(), described.transfer(), described.matrix(), in.flag());
  }
}
