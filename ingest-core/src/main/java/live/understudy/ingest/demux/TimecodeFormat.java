package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.Timecode;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * How a stream writes the timecodes of its pictures: "clock timestamps" in H.264's pic_timing
 * message (D.1.3) and HEVC's time_code message (D.2.27), metadata_timecode in AV1 (5.8.7).
 *
 * @param syntax which of them
 * @param delayBits how many bits of H.264's message come before pic_struct
 * @param timeOffsetBits time_offset_length of H.264, where the message does not say it
 * @param unitsInTick num_units_in_tick
 * @param timeScale time_scale
 */
record TimecodeFormat(
    Syntax syntax, int delayBits, int timeOffsetBits, long unitsInTick, long timeScale) {

  /** The last clock timestamp of a stream; negative where nothing is known yet. */
  static final class LastClock {
    /** Pictures are decoded before those that are shown before them, but not so many. */
    private static final int MAX_REORDER = 10;

    private int hours = -1;
    private int minutes = -1;
    private int seconds = -1;
    private int frames;

    /**
     * Unsaid is what did not change. GStreamer leaves out what is zero, too, which shows when the
     * frames begin anew: at midnight, and only there, since it leaves out hours last.
     */
    private void onlyFrames(int next) {
      if (isPossible() && frames - next > MAX_REORDER) {
        hours = 0;
        minutes = 0;
        seconds = 0;
      }
    }

    private boolean isPossible() {
      return hours >= 0
          && hours < 24
          && minutes >= 0
          && minutes < 60
          && seconds >= 0
          && seconds < 60;
    }
  }

  /** Where the fields lie. */
  enum Syntax {
    AVC,
    HEVC,
    AV1
  }

  /** What a stream without an HRD has (H.264 E.2.2). */
  static final int DEFAULT_TIME_OFFSET_BITS = 24;

  /** How many clock timestamps there are with each pic_struct (H.264 table D-1). */
  private static final int[] CLOCKS = {1, 1, 1, 2, 2, 3, 3, 2, 3};

  private static final int COUNTS_EVERY_FRAME = 0;
  private static final int DROPS_BY_THE_MINUTE = 4;
  private static final int MAX_FRAMES_PER_SECOND = 300;
  private static final double NANOS = Timescale.NANOS_PER_SECOND;
  private static final long DAY_S = 86_400;

  /** Whether frames can be told in time at all. */
  boolean isUsable() {
    return unitsInTick > 0 && timeScale > 0;
  }

  /**
   * The timecode of a message.
   *
   * @param last the one before, of which a message may leave out what is the same; replaced
   */
  @Nullable Timecode read(BitReader in, LastClock last) {
    try {
      return isUsable() && skipToClock(in) ? clock(in, last) : null;
    } catch (BadInputException e) {
      // It accompanies the picture, which needs it for nothing.
      return null;
    }
  }

  /** Goes to the first clock timestamp that is there. */
  private boolean skipToClock(BitReader in) throws BadInputException {
    if (syntax == Syntax.AV1) {
      return true;
    }
    int clocks;
    if (syntax == Syntax.AVC) {
      in.skip(delayBits);
      int structure = (int) in.bits(4);
      clocks = structure < CLOCKS.length ? CLOCKS[structure] : 0;
    } else {
      clocks = (int) in.bits(2);
    }
    for (int i = 0; i < clocks; i++) {
      if (in.flag()) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Timecode clock(BitReader in, LastClock last) throws BadInputException {
    if (syntax == Syntax.AVC) {
      in.skip(2);
    }
    boolean fields = syntax != Syntax.AV1 && in.flag();
    int counting = (int) in.bits(5);
    boolean full = in.flag();
    in.skip(2);
    int frames = (int) in.bits(syntax == Syntax.AVC ? 8 : 9);
    if (full || in.flag()) {
      last.seconds = (int) in.bits(6);
      if (full || in.flag()) {
        last.minutes = (int) in.bits(6);
        if (full || in.flag()) {
          last.hours = (int) in.bits(5);
        }
      }
    } else {
      last.onlyFrames(frames);
    }
    last.frames = frames;
    long offset = timeOffset(in);
    return last.isPossible()
        ? timecode(last, counting, offset, unitsInTick * (fields ? 2 : 1))
        : null;
  }

  /** time_offset_value, in units of 1 / time_scale seconds. */
  private long timeOffset(BitReader in) throws BadInputException {
    int bits = syntax == Syntax.AVC ? timeOffsetBits : (int) in.bits(5);
    long value = in.bits(bits);
    return bits > 0 && value >>> (bits - 1) != 0 ? value - (1L << bits) : value;
  }

  /**
   * Where every frame is counted, or is but for those whose number is left out by the minute (ST
   * 12-1, 5.2), the number of frames since midnight is exact where hours, minutes and seconds are
   * not: at 29.97 frames per second they run ahead of time. Else equation D-1 of H.264.
   */
  private @Nullable Timecode timecode(LastClock clock, int counting, long offset, long frameUnits) {
    long perSecond = Math.round((double) timeScale / frameUnits);
    if (perSecond < 1 || perSecond > MAX_FRAMES_PER_SECOND || clock.frames >= perSecond) {
      return null;
    }
    long minutes = clock.hours * 60L + clock.minutes;
    long seconds = minutes * 60 + clock.seconds;
    double frameNs = frameUnits * NANOS / timeScale;
    long dropped = counting == DROPS_BY_THE_MINUTE ? 2 * Math.max(1, perSecond / 30) : 0;
    if (offset == 0 && (counting == COUNTS_EVERY_FRAME || dropped > 0)) {
      long count = seconds * perSecond + clock.frames - dropped * (minutes - minutes / 10);
      long day = DAY_S * perSecond - dropped * (24 * 54);
      return Timecode.wrapped(Math.round(count * frameNs), Math.round(day * frameNs));
    }
    double ns = seconds * NANOS + clock.frames * frameNs + offset * NANOS / timeScale;
    return Timecode.wrapped(Math.round(ns), DAY_S * Timescale.NANOS_PER_SECOND);
  }
}
