package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameGridTest {

  /** Every rate, rounded down and to the nearest, begun at many phases, over an hour of frames. */
  @ParameterizedTest
  @CsvSource({
    "24000, 1001", "24000, 1000", "25000, 1000", "30000, 1001", "30000, 1000", "48000, 1000",
    "50000, 1000", "60000, 1001", "60000, 1000", "15000, 1000", "10000, 1000", "120000, 1000"
  })
  void dts_roundedMilliseconds_backOnTheGrid(int timescale, int frameTicks) {
    FrameRate rate = new FrameRate(timescale, frameTicks);
    for (int tenth = 0; tenth < 10; tenth++) {
      double phaseMs = tenth / 10.0;
      for (boolean nearest : new boolean[] {false, true}) {
        double hint = (double) timescale / frameTicks;
        long[] first = LongStream.range(0, 12).map(n -> ms(n, phaseMs, rate, nearest)).toArray();
        FrameRateProbe.Result found = FrameRateProbe.choose(first, 0, hint);
        assertEquals(rate, found.rate());
        FrameGrid grid = new FrameGrid(found.rate(), found.anchorMs());
        long begin = grid.dts(first[0], 0);
        long frames = 3_600L * timescale / frameTicks;
        for (long n = 0; n < frames; n++) {
          long dts = grid.dts(ms(n, phaseMs, rate, nearest), 0);
          if (dts != begin + n * frameTicks) {
            throw new AssertionError("phase " + phaseMs + " frame " + n + ": " + dts);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // hints, measured, what comes out
    "0, 0, 25000/1000, 25000, 1000",
    "0, 0, 30000/1000, 30000, 1000",
    "0, 0, 60000/1000, 60000, 1000",
    "60, 0, 30000/1000, 30000, 1000",
    "0, 59.94, 30000/1001, 30000, 1000",
    "29.97, 30, 30000/1001, 30000, 1001",
    "23.98, 0, 24000/1001, 24000, 1001",
    "1000, 50, 50000/1000, 50000, 1000"
  })
  void choose_hintsAndTimes_firstHintThatTheTimesAgreeWith(
      double vui, double metadata, String real, int timescale, int frameTicks) {
    String[] parts = real.split("/");
    FrameRate rate = new FrameRate(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    long[] first = LongStream.range(0, 12).map(n -> ms(n, 0, rate, false)).toArray();
    assertEquals(
        new FrameRate(timescale, frameTicks), FrameRateProbe.choose(first, vui, metadata).rate());
  }

  @Test
  void choose_variableRate_none() {
    long[] times = {0, 13, 51, 70, 122, 140, 190, 207, 260, 301, 333, 380};
    assertEquals(FrameRate.NONE, FrameRateProbe.choose(times, 30, 25).rate());
    assertEquals(FrameRate.NONE, FrameRateProbe.choose(new long[0], 0, 0).rate());
    assertEquals(FrameRate.NONE, FrameRateProbe.choose(new long[] {5, 5, 5, 5}, 0, 0).rate());
  }

  @Test
  void choose_firstTimesCutToZero_anchorsWhereMostLie() {
    // GStreamer's flvmux cuts the negative decode times of a stream with B-frames to zero.
    long[] times = {0, 0, 7, 40, 74, 107, 140, 174, 207, 240, 274, 307};
    FrameRateProbe.Result found = FrameRateProbe.choose(times, 30, 0);
    assertEquals(FrameRate.ofInteger(30), found.rate());
    assertTrue(found.anchorMs() >= 7);
  }

  @Test
  void dts_droppedFrames_keepTheGrid() {
    FrameGrid grid = new FrameGrid(FrameRate.ofInteger(30), 0);
    assertEquals(1_000, grid.dts(33, 0));
    assertEquals(4_000, grid.dts(133, 0));
    assertEquals(300_000, grid.dts(10_000, 0));
  }

  @Test
  void dts_oneFrameOffTheGrid_rawMillisecondsAndTheGridStays() {
    FrameGrid grid = new FrameGrid(FrameRate.ofInteger(25), 0);
    assertEquals(1_000, grid.dts(40, 0));
    assertEquals(90 * 25, grid.dts(90, 0));
    assertEquals(3_000, grid.dts(120, 0));
  }

  @Test
  void dts_runOnAnotherGrid_takenFromThereOn() {
    FrameGrid grid = new FrameGrid(FrameRate.ofInteger(30), 0);
    long[] dts =
        LongStream.range(10, 40).map(n -> grid.dts(ms(n, 15.2, RATE_30, false), 0)).toArray();
    long[] steps = LongStream.range(1, 30).map(i -> dts[(int) i] - dts[(int) i - 1]).toArray();
    assertTrue(Arrays.stream(steps).skip(6).allMatch(step -> step == 1_000));
  }

  @Test
  void dts_driftingClock_neverFarFromTheMillisecond() {
    FrameGrid grid = new FrameGrid(FrameRate.ofInteger(30), 0);
    for (long n = 0; n < 200_000; n++) {
      long time = (long) Math.floor(n * 1000 / 30.0 * 1.0001);
      assertTrue(Math.abs(grid.dts(time, 0) - time * 30) <= 45, "frame " + n);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "33, 1000",
    "34, 1000",
    "66, 2000",
    "67, 2000",
    "-33, -1000",
    "-67, -2000",
    "50, 1500",
    "8388607, 251658000"
  })
  void offset_milliseconds_framesWhenNear(int ms, int ticks) {
    assertEquals(ticks, new FrameGrid(FrameRate.ofInteger(30), 0).offset(ms), 300);
    if (Math.abs(ms) < 100) {
      assertEquals(ticks, new FrameGrid(FrameRate.ofInteger(30), 0).offset(ms));
    }
  }

  private static final FrameRate RATE_30 = FrameRate.ofInteger(30);

  private static long ms(long n, double phaseMs, FrameRate rate, boolean nearest) {
    double exact = phaseMs + n * 1000.0 * rate.frameTicks() / rate.timescale();
    return (long) Math.floor(nearest ? exact + 0.5 : exact + 1e-7);
  }
}
