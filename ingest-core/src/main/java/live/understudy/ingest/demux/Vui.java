package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/**
 * Video usability information (ITU-T H.264 E.1.1, H.265 E.2.1), or what AV1 says in its place.
 *
 * @param pixelAspectWidth width of a pixel, where {@code pixelAspectHeight} is its height
 * @param colour null when nothing is said
 * @param frameRate frames per second, or 0
 * @param timecode how pictures carry timecodes; null when they can't
 */
record Vui(
    int pixelAspectWidth,
    int pixelAspectHeight,
    @Nullable Colour colour,
    double frameRate,
    @Nullable TimecodeFormat timecode) {
  static final Vui NONE = new Vui(1, 1, null, 0, null);

  private static final int MAX_BUFFERS = 32;

  private static final int EXTENDED_SAR = 255;

  /** H.264 table E-1, from aspect_ratio_idc 1 on. */
  private static final int[][] ASPECTS = {
    {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11},
    {80, 33}, {18, 11}, {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
  };

  /** Reads what follows the SPS's vui_parameters_present_flag; what is cut short is unsaid. */
  static Vui ofAvc(BitReader in) {
    return new Reading().read(in, false);
  }

  /** The same for HEVC. */
  static Vui ofHevc(BitReader in) {
    return new Reading().read(in, true);
  }

  /** What was read before the end of the bytes holds. */
  private static final class Reading {
    private int[] aspect = ASPECTS[0];
    private @Nullable Colour colour;
    private double frameRate;
    private long unitsInTick;
    private long timeScale;
    private int delayBits;
    private int timeOffsetBits = TimecodeFormat.DEFAULT_TIME_OFFSET_BITS;
    private @Nullable TimecodeFormat timecode;

    Vui read(BitReader in, boolean hevc) {
      try {
        common(in);
        if (hevc) {
          hevcFields(in);
        }
        timing(in, hevc ? 1 : 2);
        if (hevc) {
          timecode(TimecodeFormat.Syntax.HEVC);
        } else if (saysPictureStructure(in)) {
          timecode(TimecodeFormat.Syntax.AVC);
        }
      } catch (BadInputException e) {
        // The picture's size is known already, and nothing else is indispensable.
      }
      return new Vui(aspect[0], aspect[1], colour, frameRate, timecode);
    }

    private void common(BitReader in) throws BadInputException {
      if (in.flag()) {
        aspect(in);
      }
      if (in.flag()) {
        in.skip(1);
      }
      if (in.flag()) {
        in.skip(3);
        boolean fullRange = in.flag();
        if (in.flag()) {
          colour = new Colour((int) in.bits(8), (int) in.bits(8), (int) in.bits(8), fullRange);
        }
      }
      if (in.flag()) {
        in.unsignedGolomb();
        in.unsignedGolomb();
      }
    }

    private void aspect(BitReader in) throws BadInputException {
      int index = (int) in.bits(8);
      if (index >= 1 && index <= ASPECTS.length) {
        aspect = ASPECTS[index - 1];
      } else if (index == EXTENDED_SAR) {
        int width = (int) in.bits(16);
        int height = (int) in.bits(16);
        // "When equal to 0, the sample aspect ratio shall be considered unspecified."
        if (width > 0 && height > 0) {
          aspect = new int[] {width, height};
        }
      }
    }

    /** From neutral_chroma_indication_flag to the default display window. */
    private static void hevcFields(BitReader in) throws BadInputException {
      in.skip(3);
      if (in.flag()) {
        for (int i = 0; i < 4; i++) {
          in.unsignedGolomb();
        }
      }
    }

    /** In H.264 two ticks, one for each field, make a frame (E.2.1); in HEVC one does. */
    private void timing(BitReader in, int ticksPerFrame) throws BadInputException {
      if (in.flag()) {
        unitsInTick = in.bits(32);
        timeScale = in.bits(32);
        frameRate = unitsInTick == 0 ? 0 : timeScale / ((double) ticksPerFrame * unitsInTick);
      }
    }

    private void timecode(TimecodeFormat.Syntax syntax) {
      TimecodeFormat format =
          new TimecodeFormat(syntax, delayBits, timeOffsetBits, unitsInTick, timeScale);
      timecode = format.isUsable() ? format : null;
    }

    /** From fixed_frame_rate_flag to pic_struct_present_flag. */
    private boolean saysPictureStructure(BitReader in) throws BadInputException {
      in.skip(frameRate > 0 ? 1 : 0);
      boolean nal = in.flag();
      if (nal) {
        buffers(in);
      }
      boolean vcl = in.flag();
      if (vcl) {
        buffers(in);
      }
      if (nal || vcl) {
        in.skip(1);
      }
      return in.flag();
    }

    /** hrd_parameters (E.1.2), of which only the lengths of other fields matter. */
    private void buffers(BitReader in) throws BadInputException {
      int further = in.unsignedGolomb();
      if (further >= MAX_BUFFERS) {
        throw new BadInputException("parameters of too many coded picture buffers");
      }
      in.skip(8);
      for (int i = 0; i <= further; i++) {
        in.unsignedGolomb();
        in.unsignedGolomb();
        in.skip(1);
      }
      in.skip(5);
      delayBits = (int) in.bits(5) + 1 + (int) in.bits(5) + 1;
      timeOffsetBits = (int) in.bits(5);
    }
  }
}
