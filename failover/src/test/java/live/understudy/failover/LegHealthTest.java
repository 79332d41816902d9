package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import live.understudy.failover.signal.IssueCode;
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
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
      event(new SessionEvent.Unit(Units.sound(ms * 48)), ms);
    }
  }

  private static List<IssueCode> codes(LegHealthView view) {
    return view.issues().stream().map(issue -> issue.issue().code()).toList();
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
    assertEquals(2000, receiving.facts().keyframeIntervalMs());
    assertEquals(25, receiving.facts().framesPerSecond(), 2);
    assertEquals(64 * 25 * 8 / 1000, receiving.facts().videoKbps(), 2);
    assertEquals(List.of(), receiving.issues());
    assertEquals(LegState.RECEIVING, view(7400).state());
    LegHealthView stalled = view(7500);
    assertEquals(LegState.STALLED, stalled.state());
    assertEquals(WALL + 7500, stalled.sinceWallMs());
    assertEquals(List.of(IssueCode.STALLED), codes(stalled));
    picturesFor(8000, 8400, 50);
    assertEquals(LegState.RECEIVING, view(8400).state());
    assertEquals(WALL + 8000, view(8400).sinceWallMs());
    OtherTrack other = OtherTrack.of(TrackType.AUDIO, 1, "mp4a");
    assertEquals(List.of(), view(8400).otherTracks());
    event(new SessionEvent.OtherTracks(List.of(other)), 8500);
    assertEquals(List.of(other), view(8500).otherTracks());
    event(new SessionEvent.Ended("gone"), 9000);
    LegHealthView offline = view(9100);
    assertEquals(LegState.OFFLINE, offline.state());
    assertEquals("gone", offline.lastEndReason());
    assertNull(offline.config());
    assertEquals(List.of(), offline.otherTracks());
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
    assertEquals(0, view.facts().keyframeIntervalMs());
    assertEquals(0, view.facts().videoKbps());
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
    assertEquals(List.of(IssueCode.KEYFRAMES_TOO_FAR_APART, IssueCode.NO_AUDIO), codes(view));
    assertEquals(4000, view.facts().keyframeIntervalMs());
  }

  @Test
  void view_keyframesAlsoAtSceneCuts_tellsTheLongestDistanceUntilItIsLongAgo() {
    connect(0);
    for (long ms : new long[] {0, 2000, 2400, 2700}) {
      event(new SessionEvent.Unit(picture(ms, 0, true, ms)), ms);
    }
    assertEquals(2000, view(2700).facts().keyframeIntervalMs());
    for (long ms = 3000; ms <= 5400; ms += 300) {
      event(new SessionEvent.Unit(picture(ms, 0, true, ms)), ms);
    }
    assertEquals(300, view(5400).facts().keyframeIntervalMs());
  }

  @Test
  void view_secondKeyframeNeverComes_isAnIssue() {
    connect(0);
    picturesFor(0, 3000, 1000);
    assertEquals(List.of(IssueCode.KEYFRAMES_TOO_FAR_APART), codes(view(3000)));
  }

  @Test
  void view_timestampsThatStepBack_neverGiveANegativeInterval() {
    connect(0);
    event(new SessionEvent.Unit(picture(50_000, 0, true, 0)), 0);
    event(new SessionEvent.Unit(picture(10, 0, true, 40)), 40);
    assertTrue(view(50).facts().keyframeIntervalMs() >= 0);
    assertEquals(1, view(50).facts().timestampJumps());
  }

  @Test
  void issues_whileTheyLast_haveTheTimeOfTheirBeginning() {
    connect(0);
    picturesFor(0, 3_000, 1000);
    assertEquals(WALL + 3_000, view(3_000).issues().getFirst().sinceWallMs());
    picturesFor(3_000, 9_000, 1000);
    assertEquals(WALL + 3_000, view(9_000).issues().getFirst().sinceWallMs());
    // Eight good intervals later the long one is forgotten.
    picturesFor(9_000, 27_000, 50);
    assertEquals(List.of(), codes(view(27_000)));
    picturesFor(27_000, 31_000, 1000);
    assertEquals(WALL + 31_000, view(31_000).issues().getFirst().sinceWallMs());
  }

  /** The looks, four a second, at which the issue was there; sends with {@code send} in between. */
  private List<Long> seen(IssueCode code, long fromMs, long toMs, LongConsumer send) {
    List<Long> seen = new ArrayList<>();
    for (long ms = fromMs; ms < toMs; ms += 20) {
      send.accept(ms);
      if (ms % 250 < 20 && codes(view(ms)).contains(code)) {
        seen.add(ms);
      }
    }
    return seen;
  }

  private void soundAndPictureEvery(long periodMs, long ms) {
    if (ms % 40 == 0) {
      event(new SessionEvent.Unit(Units.sound(ms * 48)), ms);
    }
    if (ms % periodMs == 0) {
      event(new SessionEvent.Unit(picture(ms, 0, ms % 2000 == 0, ms)), ms);
    }
  }

  /** Of every two seconds pictures stop for 1.1 s and then come all at once. */
  private void soundAndPicturesInBursts(long ms) {
    long atMs = ms % 2_000;
    if (atMs <= 200 || atMs > 1_300) {
      soundAndPictureEvery(40, ms);
    } else if (atMs == 1_300) {
      for (long lateMs = ms - 1_060; lateMs < ms; lateMs += 40) {
        event(new SessionEvent.Unit(picture(lateMs, 0, false, lateMs)), ms);
      }
    }
  }

  /** A look at every quarter second from the first that saw it on. */
  private void assertOneIssueUntil(long toMs, IssueCode code, List<Long> seen) {
    assertFalse(seen.isEmpty());
    assertEquals((toMs - seen.getFirst() + 249) / 250, seen.size(), () -> "gaps in " + seen);
    LegHealthView.Issue issue =
        view(toMs).issues().stream()
            .filter(each -> each.issue().code() == code)
            .findFirst()
            .orElseThrow();
    assertEquals(WALL + seen.getFirst(), issue.sinceWallMs());
  }

  @Test
  void issues_lateOnAndOff_isOneIssueUntilItIsOverForAWhile() {
    connect(0);
    picturesFor(0, 4_000, 50);
    List<Long> seen = seen(IssueCode.LAGGING, 4_000, 14_000, this::soundAndPicturesInBursts);
    assertOneIssueUntil(14_000, IssueCode.LAGGING, seen);
    List<Long> after = seen(IssueCode.LAGGING, 14_000, 24_000, ms -> soundAndPictureEvery(40, ms));
    assertEquals(18_000, after.getLast(), 1_000, "held for 5 s");
  }

  @Test
  void issues_frameRateAroundItsLimit_isOneIssue() {
    connect(0);
    // A second of four with 60 ms between pictures: over 5 s between 21.7 and 23.3 of 25 a second.
    List<Long> seen =
        seen(
            IssueCode.FRAME_RATE_LOW,
            0,
            30_000,
            ms -> soundAndPictureEvery(ms / 1_000 % 4 == 0 ? 60 : 40, ms));
    assertOneIssueUntil(30_000, IssueCode.FRAME_RATE_LOW, seen);
  }

  @Test
  void issues_acrossAStall_areTheSame() {
    connect(0);
    picturesFor(0, 4_000, 1_000);
    assertEquals(WALL + 4_000, view(4_000).issues().getFirst().sinceWallMs());
    assertEquals(List.of(IssueCode.STALLED), codes(view(6_000)));
    assertEquals(WALL + 6_000, view(9_000).issues().getFirst().sinceWallMs());
    picturesFor(9_000, 9_080, 1);
    LegHealthView view = view(9_080);
    assertEquals(IssueCode.KEYFRAMES_TOO_FAR_APART, codes(view).getFirst());
    assertFalse(codes(view).contains(IssueCode.STALLED));
    assertEquals(WALL + 4_000, view.issues().getFirst().sinceWallMs());
  }

  @Test
  void issues_ofTheSessionBefore_areForgottenButThatItReconnects() {
    for (int i = 0; i < 4; i++) {
      connect(i * 10_000L);
      picturesFor(i * 10_000L, i * 10_000L + 4_000, i == 3 ? 50 : 1_000);
      view(i * 10_000L + 4_000);
    }
    LegHealthView view = view(34_000);
    assertEquals(List.of(IssueCode.RECONNECTING), codes(view));
    assertEquals(WALL + 24_000, view.issues().getFirst().sinceWallMs());
    // An hour later two sessions are not many.
    for (long ms : new long[] {3_600_000, 3_610_000}) {
      connect(ms);
      picturesFor(ms, ms + 4_000, 50);
      assertEquals(List.of(), codes(view(ms + 4_000)));
    }
  }

  @Test
  void issues_sessionsInARow_sayThatItReconnects() {
    for (int i = 0; i < 4; i++) {
      connect(i * 10_000L);
      picturesFor(i * 10_000L, i * 10_000L + 4_000, 50);
      LegHealthView view = view(i * 10_000L + 4_000);
      assertEquals(i >= 2, codes(view).contains(IssueCode.RECONNECTING), "session " + i);
    }
    picturesFor(330_000, 334_000, 50);
    assertFalse(codes(view(334_000)).contains(IssueCode.RECONNECTING), "long ago");
  }
}
