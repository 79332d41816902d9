package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import live.understudy.api.event.LegStatus;
import live.understudy.failover.LegHealthView;
import live.understudy.failover.LegState;
import live.understudy.failover.signal.IssueCode;
import live.understudy.failover.signal.SignalFacts;
import live.understudy.failover.signal.SignalIssue;
import live.understudy.media.Leg;
import live.understudy.media.OtherTrack;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LegViewsTest {
  private static final SignalFacts FACTS =
      new SignalFacts(
          800,
          790,
          9.9,
          9.8,
          96,
          95,
          2_000,
          1_960,
          2_100,
          1_900,
          5,
          true,
          -7L,
          12,
          3,
          4L,
          5L,
          6_000_000_000L,
          60_000);

  private static LegSnapshot snapshot(@Nullable StreamConfig config) {
    return new LegSnapshot(
        new LegHealthView(
            LegState.RECEIVING, 5, "OBS", config, List.of(), FACTS, 3, null, List.of()),
        null,
        false);
  }

  @Test
  void leg_connected_tellsWhoAndWhat() {
    List<LegHealthView.Issue> issues =
        Arrays.stream(IssueCode.values())
            .map(code -> new LegHealthView.Issue(new SignalIssue(code, 8.3, 2.0, "Mend it."), 11))
            .toList();
    LegHealthView health =
        new LegHealthView(
            LegState.RECEIVING,
            5,
            "OBS",
            Fixtures.picturesAndSound(),
            List.of(OtherTrack.of(TrackType.AUDIO, 1, "mp4a")),
            FACTS,
            3,
            "before",
            issues);
    PublisherSession session =
        new PublisherSession(new Fixtures.Publisher().request(Leg.PRIMARY, "secret"), 0);
    LegStatus status = LegViews.leg(new LegSnapshot(health, session, true));
    assertTrue(status.blocked());
    assertEquals(List.of(OtherTrack.of(TrackType.AUDIO, 1, "mp4a")), status.otherTracks());
    assertEquals("192.0.2.7", status.remote());
    assertEquals("OBS", status.encoder());
    assertEquals(
        new LegStatus.Video(
            "avc1.64001f",
            "High",
            "3.1",
            640,
            360,
            10.0,
            9.9,
            800,
            790,
            2_000,
            1_960,
            2_100,
            true,
            Fingerprint.of(Fixtures.video())),
        status.video());
    assertEquals(
        new LegStatus.Audio("mp4a.40.2", "LC", 48_000, 2, 96, 95, Fingerprint.of(Fixtures.audio())),
        status.audio());
    assertEquals(new LegStatus.Signal(-7L, 12, 3, 6_000_000_000L), status.signal());
    assertEquals(IssueCode.values().length, status.issues().size());
    assertEquals(
        new LegStatus.Issue(
            "keyframes-too-far-apart", LegStatus.Severity.WARNING, "Mend it.", 8.3, 2.0, "s", 11),
        status.issues().get(IssueCode.KEYFRAMES_TOO_FAR_APART.ordinal()));
  }

  @ParameterizedTest
  @EnumSource(LegState.class)
  void leg_withoutSession_hasNoRemoteAndNoEncoder(LegState state) {
    LegHealthView health =
        new LegHealthView(state, 5, "OBS", null, List.of(), SignalFacts.NONE, 0, null, List.of());
    LegStatus status = LegViews.leg(new LegSnapshot(health, null, false));
    assertEquals(state.name(), status.state().name());
    assertNull(status.remote());
    assertNull(status.encoder());
    assertNull(status.tls());
    assertNull(status.video());
    assertNull(status.audio());
    assertNull(status.signal());
  }

  @Test
  void mismatches_onlyWhileBothAreConnected_areShown() {
    LegSnapshot both = snapshot(Fixtures.picturesAndSound());
    LegSnapshot pictures = snapshot(Fixtures.pictures());
    assertEquals(List.of(), LegViews.mismatches(both, both));
    assertEquals(List.of(), LegViews.mismatches(both, null));
    assertEquals(List.of(), LegViews.mismatches(snapshot(null), both));
    LegStatus.Mismatch found = LegViews.mismatches(both, pictures).getFirst();
    assertEquals("tracks-differ", found.code());
    assertEquals(LegStatus.Severity.ERROR, found.severity());
    assertEquals("pictures and sound", found.primary());
    assertEquals("pictures alone", found.backup());
  }
}
