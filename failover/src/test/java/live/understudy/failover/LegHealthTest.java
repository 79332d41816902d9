package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import live.understudy.media.SessionEvent;
import org.junit.jupiter.api.Test;

class LegHealthTest {

  private static final long WALL = 1_700_000_000_000L;

  private final LegHealth health = new LegHealth(2_500_000);

  private LegHealthView view(long ms) {
    return health.view(ms * MS, WALL + ms);
  }

  private void event(SessionEvent event, long ms) {
    health.onEvent(event, ms * MS, WALL + ms);
  }

  private void picturesFor(long fromMs, long toMs, int gop) {
    for (long ms = fromMs; ms < toMs; ms += 40) {
      event(new SessionEvent.Unit(picture(ms, 0, (ms - fromMs) / 40 % gop == 0, ms)), ms);
      event(new SessionEvent.Unit(Units.sound(ms)), ms);
    }
  }

  private void connect(long ms) {
    health.sessionStarted(ms * MS, WALL + ms);
    event(new SessionEvent.Described("OBS"), ms);
    event(new SessionEvent.Configured(Units.MILLIS), ms);
  }

  @Test
  void view_overASession_tellsItsStates() {
    assertEquals(LegState.OFFLINE, view(0).state());
    assertEquals(0, view(0).sinceWallMs());
    connect(1000);
    assertEquals(LegState.CONNECTING, view(1100).state());
    assertEquals(WALL + 1000, view(1100).sinceWallMs());
    picturesFor(1200, 6000, 50);
    LegHealthView receiving = view(6000);
    assertEquals(LegState.RECEIVING, receiving.state());
    assertEquals(WALL + 1200, receiving.sinceWallMs());
    assertEquals("OBS", receiving.encoder());
    assertEquals(Units.MILLIS, receiving.config());
    assertEquals(2000, receiving.keyframeIntervalMs());
    assertEquals(25, receiving.framesPerSecond(), 2);
    assertEquals(64 * 25 * 8 / 1000, receiving.videoKbps(), 2);
    assertEquals(List.of(), receiving.issues());
    assertEquals(LegState.RECEIVING, view(7400).state());
    LegHealthView stalled = view(7500);
    assertEquals(LegState.STALLED, stalled.state());
    assertEquals(WALL + 7500, stalled.sinceWallMs());
    assertEquals(List.of(LegIssue.STALLED), stalled.issues());
    picturesFor(8000, 8400, 50);
    assertEquals(LegState.RECEIVING, view(8400).state());
    assertEquals(WALL + 8000, view(8400).sinceWallMs());
    event(new SessionEvent.Ended("gone"), 9000);
    LegHealthView offline = view(9100);
    assertEquals(LegState.OFFLINE, offline.state());
    assertEquals("gone", offline.lastEndReason());
    assertNull(offline.config());
    assertEquals(1, offline.sessions());
  }

  @Test
  void view_ofANewSession_knowsNothingOfTheOldOne() {
    connect(0);
    picturesFor(0, 5000, 50);
    event(new SessionEvent.Ended("gone"), 5000);
    health.sessionStarted(6000 * MS, WALL + 6000);
    LegHealthView view = view(6100);
    assertEquals(LegState.CONNECTING, view.state());
    assertNull(view.encoder());
    assertNull(view.config(), "the old session's configuration");
    assertEquals(0, view.keyframeIntervalMs());
    assertEquals(0, view.videoKbps());
    assertEquals(2, view.sessions());
    assertEquals("gone", view.lastEndReason());
  }

  @Test
  void view_longGopOrNoSound_isAnIssue() {
    health.sessionStarted(0, WALL);
    event(new SessionEvent.Configured(Units.config(1000, 40, null)), 0);
    for (long ms = 0; ms < 9000; ms += 40) {
      event(new SessionEvent.Unit(picture(ms, 0, ms % 4000 == 0, ms)), ms);
    }
    LegHealthView view = view(9000);
    assertEquals(List.of(LegIssue.KEYFRAMES_TOO_FAR_APART, LegIssue.NO_AUDIO), view.issues());
    assertEquals(4000, view.keyframeIntervalMs());
  }

  @Test
  void view_keyframesAlsoAtSceneCuts_tellsTheLongestDistanceUntilItIsLongAgo() {
    connect(0);
    for (long ms : new long[] {0, 2000, 2400, 2700}) {
      event(new SessionEvent.Unit(picture(ms, 0, true, ms)), ms);
    }
    assertEquals(2000, view(2700).keyframeIntervalMs());
    for (long ms = 3000; ms <= 5400; ms += 300) {
      event(new SessionEvent.Unit(picture(ms, 0, true, ms)), ms);
    }
    assertEquals(300, view(5400).keyframeIntervalMs());
  }

  @Test
  void view_secondKeyframeNeverComes_isAnIssue() {
    connect(0);
    picturesFor(0, 3000, 1000);
    assertEquals(List.of(LegIssue.KEYFRAMES_TOO_FAR_APART), view(3000).issues());
  }

  @Test
  void view_timestampsThatStepBack_neverGiveANegativeInterval() {
    connect(0);
    event(new SessionEvent.Unit(picture(50_000, 0, true, 0)), 0);
    event(new SessionEvent.Unit(picture(10, 0, true, 40)), 40);
    assertTrue(view(50).keyframeIntervalMs() >= 0);
  }

  @Test
  void issues_codesAndTexts_areDistinctAndWhole() {
    assertEquals(
        LegIssue.values().length,
        Arrays.stream(LegIssue.values()).map(LegIssue::code).distinct().count());
    for (LegIssue issue : LegIssue.values()) {
      assertTrue(issue.code().matches("[a-z]+(-[a-z]+)*"));
      assertTrue(issue.text().endsWith("."));
      assertFalse(issue.severity() == LegIssue.Severity.INFO);
    }
  }
}
