package live.understudy.failover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal of 25 pictures and 50 sounds a second that is well for ten seconds and then is not. */
class LegQualityTest {

  private static final long MS = 1_000_000L;
  private static final long WELL_MS = 10_000;
  private static final StreamConfig CONFIG =
      new StreamConfig(
          new VideoConfig("avc1", ByteSlice.of(new byte[4]), "avc1.64001f", 640, 360, 1000, 40),
          new AudioConfig("mp4a", ByteSlice.of(new byte[2]), "mp4a.40.2", 48_000, 2, 960));

  private final LegQuality quality = new LegQuality();
  private long pts;
  private long camera;

  /** How the signal is from some time on; one or several may be off at once. */
  private record Signal(
      boolean frozen,
      boolean silent,
      boolean mute,
      int keepOneOf,
      int stampPerMille,
      boolean keyframes) {
    static final Signal WELL = new Signal(false, false, false, 1, 1000, true);
  }

  private void send(Signal signal, long fromMs, long untilMs) {
    for (long ms = fromMs; ms < untilMs; ms += 20) {
      if (!signal.mute()) {
        byte[] sound = new byte[signal.silent() ? 8 : 120];
        long hash = signal.silent() ? 1 : ms + 5;
        long at = pts * 48;
        AccessUnit unit =
            new AccessUnit(TrackType.AUDIO, at, 0, true, ByteSlice.of(sound), hash, ms * MS);
        quality.add(unit, CONFIG, ms * MS);
      }
      if (ms % 40 == 0) {
        boolean keyframe = camera % 50 == 0 && signal.keyframes();
        if (camera % signal.keepOneOf() == 0 || keyframe) {
          int bytes = keyframe ? 20_000 : signal.frozen() ? 30 : 2_000;
          AccessUnit unit =
              new AccessUnit(
                  TrackType.VIDEO, pts, 0, keyframe, ByteSlice.of(new byte[bytes]), ms, ms * MS);
          quality.add(unit, CONFIG, ms * MS);
        }
        camera++;
        pts += 40L * signal.stampPerMille() / 1000;
      }
    }
  }

  private static Signal of(String fault) {
    return switch (fault) {
      case "FROZEN" -> new Signal(true, false, false, 1, 1000, true);
      case "SILENT" -> new Signal(false, true, false, 1, 1000, true);
      case "AUDIO_LOST" -> new Signal(false, false, true, 1, 1000, true);
      case "FRAME_RATE_LOW" -> new Signal(false, false, false, 2, 1000, true);
      case "TIMESTAMPS_STANDING" -> new Signal(false, false, false, 1, 100, true);
      case "TIMESTAMPS_RACING" -> new Signal(false, false, false, 1, 2000, true);
      case "TOO_SLOW" -> new Signal(false, false, false, 1, 700, true);
      case "KEYFRAME_OVERDUE" -> new Signal(false, false, false, 1, 1000, false);
      default -> Signal.WELL;
    };
  }

  private Set<QualityFault> faultsAt(long ms) {
    return quality.faults(ms * MS);
  }

  @ParameterizedTest
  @CsvSource({
    "AUDIO_LOST, 240",
    "FROZEN, 3100",
    "SILENT, 4000",
    "FRAME_RATE_LOW, 3000",
    "TIMESTAMPS_STANDING, 4000",
    "TIMESTAMPS_RACING, 4000",
    "TOO_SLOW, 4000",
    "KEYFRAME_OVERDUE, 5100"
  })
  void faults_signalGoesBad_areSeenInTimeAndAlone(QualityFault fault, long withinMs) {
    send(Signal.WELL, 0, WELL_MS);
    assertEquals(Set.of(), faultsAt(WELL_MS));
    send(of(fault.name()), WELL_MS, WELL_MS + withinMs);
    assertEquals(EnumSet.of(fault), faultsAt(WELL_MS + withinMs));
  }

  @ParameterizedTest
  @CsvSource({"FROZEN", "SILENT", "FRAME_RATE_LOW", "KEYFRAME_OVERDUE", "AUDIO_LOST"})
  void faults_signalIsWellAgain_areOver(QualityFault fault) {
    send(Signal.WELL, 0, WELL_MS);
    send(of(fault.name()), WELL_MS, WELL_MS + 6_000);
    assertTrue(faultsAt(WELL_MS + 6_000).contains(fault));
    send(Signal.WELL, WELL_MS + 6_000, WELL_MS + 12_000);
    assertEquals(Set.of(), faultsAt(WELL_MS + 12_000));
  }

  @Test
  void audioLost_soundThatComesInGroups_isWaitedForLonger() {
    for (long ms = 0; ms <= WELL_MS; ms += 40) {
      video(ms);
      if (ms % 120 == 0) {
        audio(ms);
      }
    }
    long lastMs = WELL_MS / 120 * 120;
    for (long ms = WELL_MS + 40; ms <= lastMs + 440; ms += 40) {
      video(ms);
      assertEquals(Set.of(), faultsAt(ms), "after " + (ms - lastMs) + " ms");
    }
    video(lastMs + 480);
    assertEquals(Set.of(QualityFault.AUDIO_LOST), faultsAt(lastMs + 480));
  }

  private void video(long ms) {
    AccessUnit unit =
        new AccessUnit(
            TrackType.VIDEO, ms, 0, ms % 2000 == 0, ByteSlice.of(new byte[2_000]), ms, ms * MS);
    quality.add(unit, CONFIG, ms * MS);
  }

  private void audio(long ms) {
    AccessUnit unit =
        new AccessUnit(
            TrackType.AUDIO, ms * 48, 0, true, ByteSlice.of(new byte[120]), ms + 5, ms * MS);
    quality.add(unit, CONFIG, ms * MS);
  }

  @Test
  void faults_afterABurst_theRateIsWhatItWas() {
    send(Signal.WELL, 0, WELL_MS);
    // Four seconds of pictures come within one moment, then it goes on.
    for (int i = 0; i < 100; i++) {
      AccessUnit late =
          new AccessUnit(
              TrackType.VIDEO,
              pts,
              0,
              i % 50 == 0,
              ByteSlice.of(new byte[2_000]),
              i + 1_000_000L,
              (WELL_MS + 4_000) * MS);
      quality.add(late, CONFIG, (WELL_MS + 4_000) * MS);
      pts += 40;
    }
    for (long ms = WELL_MS + 4_000; ms < WELL_MS + 24_000; ms += 500) {
      send(Signal.WELL, ms, ms + 500);
      assertFalse(faultsAt(ms + 500).contains(QualityFault.FRAME_RATE_LOW), "at " + ms);
    }
    send(of("FRAME_RATE_LOW"), WELL_MS + 24_000, WELL_MS + 27_000);
    assertTrue(faultsAt(WELL_MS + 27_000).contains(QualityFault.FRAME_RATE_LOW));
  }

  /**
   * Pictures in groups fall into buckets as 10, 15, 10, 15: a few less in one of them is no fault.
   */
  @Test
  void faults_picturesComeInGroups_theRateIsTheirMean() {
    for (long ms = 0; ms < 60_000; ms += 1_000) {
      for (int i = 0; i < 25; i++) {
        AccessUnit picture =
            new AccessUnit(
                TrackType.VIDEO,
                ms + i * 40L,
                0,
                i == 0,
                ByteSlice.of(new byte[2_000]),
                ms + i,
                (ms + 400 + i / 5 * 50) * MS);
        boolean dropped = ms == 59_000 && i % 2 == 1;
        if (!dropped) {
          quality.add(picture, CONFIG, picture.arrivedNs());
        }
      }
    }
    assertEquals(Set.of(), faultsAt(60_000));
  }

  @Test
  void soundOutlives_onlyWhereItWentOnClearlyLonger() {
    LegQuality lost = new LegQuality();
    AccessUnit sound =
        new AccessUnit(TrackType.AUDIO, 0, 0, true, ByteSlice.of(new byte[120]), 1, 0);
    assertFalse(quality.soundOutlives(lost));
    lost.add(sound, CONFIG, 1_000 * MS);
    quality.add(sound, CONFIG, 1_200 * MS);
    assertFalse(quality.soundOutlives(lost));
    quality.add(sound, CONFIG, 1_201 * MS);
    assertTrue(quality.soundOutlives(lost));
    LegQuality mute = new LegQuality();
    AccessUnit picture =
        new AccessUnit(TrackType.VIDEO, 0, 0, true, ByteSlice.of(new byte[120]), 1, 0);
    mute.add(picture, new StreamConfig(CONFIG.video(), null), 0);
    assertTrue(mute.soundOutlives(lost), "it never has any");
  }

  @Test
  void faults_steadySignal_isNeverBad() {
    for (long ms = 0; ms < 60_000; ms += 500) {
      send(Signal.WELL, ms, ms + 500);
      assertEquals(Set.of(), faultsAt(ms + 500), "at " + ms);
    }
  }

  @Test
  void isSettled_newSession_isNotJudgedBeforeFourSeconds() {
    assertFalse(quality.isSettled(0));
    send(of("SILENT"), 0, 3_900);
    assertFalse(quality.isSettled(3_900 * MS));
    assertEquals(Set.of(), faultsAt(3_900));
    send(of("SILENT"), 3_900, 5_000);
    assertTrue(quality.isSettled(5_000 * MS));
    assertEquals(EnumSet.of(QualityFault.SILENT), faultsAt(5_000));
    quality.reset();
    assertFalse(quality.isSettled(60_000 * MS));
    assertEquals(Set.of(), faultsAt(60_000));
  }

  @Test
  void faults_nothingComes_isNoQuestionOfQuality() {
    send(Signal.WELL, 0, WELL_MS);
    assertEquals(Set.of(), faultsAt(WELL_MS + 2_000));
  }
}
