package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import live.understudy.ingest.demux.TimecodeFormat.LastClock;
import live.understudy.ingest.demux.TimecodeFormat.Syntax;
import live.understudy.media.ByteSlice;
import live.understudy.media.Timecode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimecodeFormatTest {
  private static final long DAY_NS = 86_400_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    // units, time scale, fields, counting, clock, frames, offset: nanoseconds, period
    "1, 50, true, 0, 01:02:03, 5, 0, 3723200000000, 86400000000000",
    "1, 25, false, 0, 01:02:03, 5, 0, 3723200000000, 86400000000000",
    "1001, 60000, true, 4, 00:00:59, 29, 0, 60026633333, 86399913600000",
    "1001, 60000, true, 4, 00:01:00, 2, 0, 60060000000, 86399913600000",
    "1001, 60000, true, 4, 00:10:00, 0, 0, 599999400000, 86399913600000",
    "1001, 60000, true, 4, 23:59:59, 29, 0, 86399880233333, 86399913600000",
    "1001, 60000, false, 4, 00:01:00, 4, 0, 60060000000, 86399913600000",
    "1001, 60000, true, 0, 01:00:00, 0, 0, 3603600000000, 86486400000000",
    // an offset, or frames that are dropped otherwise: as the clock says
    "1001, 60000, true, 1, 01:00:00, 3, 60, 3600101100000, 86400000000000",
    "1001, 60000, true, 1, 00:00:00, 0, -60, 86399999000000, 86400000000000",
    "1001, 60000, true, 6, 01:00:00, 3, 0, 3600100100000, 86400000000000"
  })
  void read_fullTimestamps_nanosecondsOfTheDay(
      int units,
      int scale,
      boolean fields,
      int counting,
      String clock,
      int frames,
      int offset,
      long ns,
      long periodNs) {
    TimecodeFormat format = new TimecodeFormat(Syntax.AVC, 0, 24, units, scale);
    BitWriter message = new BitWriter().bits(4, 0).flag(true);
    stamp(message, Syntax.AVC, fields, counting, clock, frames).bits(24, offset);
    assertEquals(new Timecode(ns, periodNs), format.read(message.reader(), unknown()));
  }

  @ParameterizedTest
  @EnumSource(Syntax.class)
  void read_everySyntax_sameTimecode(Syntax syntax) {
    TimecodeFormat format = new TimecodeFormat(syntax, 17, 0, 1, 25);
    BitWriter message = head(syntax);
    stamp(message, syntax, false, 0, "12:34:56", 24);
    if (syntax != Syntax.AVC) {
      message.bits(5, 3).bits(3, 0);
    }
    Timecode read = format.read(message.reader(), unknown());
    assertEquals(new Timecode(45_296_960_000_000L, DAY_NS), read);
  }

  @Test
  void read_partialTimestamps_takeTheRestFromTheOneBefore() {
    TimecodeFormat format = new TimecodeFormat(Syntax.AVC, 0, 0, 1, 50);
    LastClock last = unknown();
    BitWriter framesOnly = partial(7).flag(false);
    assertNull(format.read(framesOnly.reader(), last), "nothing came before");
    BitWriter minutes = partial(0).flag(true).bits(6, 9).flag(true).bits(6, 8).flag(false);
    assertNull(format.read(minutes.reader(), last), "the hour is not known");
    BitWriter full = new BitWriter().bits(4, 0).flag(true);
    stamp(full, Syntax.AVC, true, 0, "01:00:00", 0);
    assertEquals(3600, seconds(format.read(full.reader(), last)));
    assertEquals(3600.28, seconds(format.read(framesOnly.reader(), last)));
    assertEquals(4089, seconds(format.read(minutes.reader(), last)));
    BitWriter seconds = partial(1).flag(true).bits(6, 10).flag(false);
    assertEquals(4090.04, seconds(format.read(seconds.reader(), last)));
  }

  @ParameterizedTest
  @CsvSource({
    // pic_struct and the clock timestamp flags before the first one that is set
    "0, ''",
    "2, ''",
    "3, 0",
    "5, 00",
    "8, 00",
    "8, ''",
    "7, 0"
  })
  void read_severalClocks_firstThatIsThere(int structure, String before) {
    BitWriter message = new BitWriter().bits(4, structure);
    before.chars().forEach(flag -> message.flag(false));
    stamp(message.flag(true), Syntax.AVC, true, 0, "00:00:01", 0);
    TimecodeFormat format = new TimecodeFormat(Syntax.AVC, 0, 0, 1, 50);
    assertEquals(1, seconds(format.read(message.reader(), unknown())));
  }

  @ParameterizedTest
  @CsvSource({
    "24:00:00, 0, 1, 50", "00:60:00, 0, 1, 50", "00:00:60, 0, 1, 50", "00:00:00, 25, 1, 50",
    "00:00:00, 0, 0, 50", "00:00:00, 0, 1, 0", "00:00:00, 0, 1, 100000", "00:00:00, 0, 90, 30"
  })
  void read_impossibleTimes_none(String clock, int frames, int units, int scale) {
    TimecodeFormat format = new TimecodeFormat(Syntax.AVC, 0, 0, units, scale);
    BitWriter message = new BitWriter().bits(4, 0).flag(true);
    stamp(message, Syntax.AVC, true, 0, clock, frames);
    assertNull(format.read(message.reader(), unknown()));
  }

  @Test
  void read_noClockOrReservedStructure_none() {
    TimecodeFormat format = new TimecodeFormat(Syntax.AVC, 0, 0, 1, 50);
    assertNull(format.read(new BitWriter().bits(4, 3).bits(2, 0).reader(), unknown()));
    BitWriter reserved = new BitWriter().bits(4, 9).flag(true);
    stamp(reserved, Syntax.AVC, true, 0, "00:00:01", 0);
    assertNull(format.read(reserved.reader(), unknown()));
  }

  @ParameterizedTest
  @EnumSource(Syntax.class)
  void read_everyPrefixAndNoise_timecodeOrNone(Syntax syntax) {
    BitWriter message = head(syntax);
    byte[] whole = stamp(message, syntax, false, 0, "12:34:56", 24).bits(24, 0).bytes();
    TimecodeFormat format = new TimecodeFormat(syntax, 17, 24, 1, 25);
    int none = 0;
    for (int length = 0; length <= whole.length; length++) {
      BitReader in = new BitReader(ByteSlice.of(whole).slice(0, length));
      none += format.read(in, unknown()) == null ? 1 : 0;
    }
    assertTrue(none >= 5 && none <= whole.length, none + " prefixes without a timecode");
    Random random = new Random(5);
    LastClock last = unknown();
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      found += format.read(new BitReader(ByteSlice.of(noise)), last) == null ? 0 : 1;
    }
    assertTrue(found > 100, found + " of noise are timecodes");
  }

  private static BitWriter head(Syntax syntax) {
    return switch (syntax) {
      case AVC -> new BitWriter().bits(17, 0x1ABCD).bits(4, 0).flag(true);
      case HEVC -> new BitWriter().bits(2, 1).flag(true);
      case AV1 -> new BitWriter();
    };
  }

  /** A full timestamp, as all three write it. */
  private static BitWriter stamp(
      BitWriter out, Syntax syntax, boolean fields, int counting, String clock, int frames) {
    String[] parts = clock.split(":");
    if (syntax == Syntax.AVC) {
      out.bits(2, 1);
    }
    if (syntax != Syntax.AV1) {
      out.flag(fields);
    }
    return out.bits(5, counting)
        .bits(3, 0b100)
        .bits(syntax == Syntax.AVC ? 8 : 9, frames)
        .bits(6, Integer.parseInt(parts[2]))
        .bits(6, Integer.parseInt(parts[1]))
        .bits(5, Integer.parseInt(parts[0]));
  }

  private static BitWriter partial(int frames) {
    return new BitWriter().bits(4, 0).flag(true).bits(2, 1).flag(true).bits(8, 0).bits(8, frames);
  }

  private static LastClock unknown() {
    return new LastClock();
  }

  private static double seconds(@org.jspecify.annotations.Nullable Timecode timecode) {
    assertNotNull(timecode);
    return timecode.ns() / 1e9;
  }
}
