package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import live.understudy.api.event.LegStatus;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LegRefusalsTest {
  private static final LegId LEG = new LegId(Fixtures.PROGRAM, Leg.PRIMARY);
  private static final LegId OTHER = new LegId(Fixtures.PROGRAM, Leg.BACKUP);

  private final LegRefusals refusals = new LegRefusals();

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_KEY, refused-wrong-key, WARNING, wrong stream key",
    "FIGHT, refused-second-encoder, WARNING, Stop one of the two",
    "BLOCKED, refused-kept-out, INFO, kept out",
  })
  void issue_refused_saysWhoAndWhyAndSinceWhen(
      RefusedPublishes.Reason reason, String code, LegStatus.Severity severity, String part) {
    refusals.refused(LEG, reason, "192.0.2.7", 1_000);
    LegStatus.Issue issue = refusals.issue(LEG, 1_000 + LegRefusals.SHOWN_MS);
    assertNotNull(issue);
    assertEquals(code, issue.code());
    assertEquals(severity, issue.severity());
    assertEquals(1_000, issue.sinceMs());
    assertTrue(issue.text().contains("192.0.2.7") && issue.text().contains(part), issue.text());
    assertNull(refusals.issue(OTHER, 1_000));
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTING", "ENDED", "OTHER"})
  void issue_nothingToMend_saysNothing(RefusedPublishes.Reason reason) {
    refusals.refused(LEG, reason, "192.0.2.7", 1_000);
    assertNull(refusals.issue(LEG, 1_000));
  }

  @Test
  void issue_longAgoOrMendedOrDeleted_saysNothing() {
    refusals.refused(LEG, RefusedPublishes.Reason.UNKNOWN_KEY, "192.0.2.7", 1_000);
    assertNull(refusals.issue(LEG, 1_001 + LegRefusals.SHOWN_MS));
    refusals.mended(LEG);
    assertNull(refusals.issue(LEG, 1_000));
    refusals.refused(LEG, RefusedPublishes.Reason.UNKNOWN_KEY, "192.0.2.7", 1_000);
    refusals.forget("other");
    assertNotNull(refusals.issue(LEG, 1_000));
    refusals.forget(Fixtures.PROGRAM.eventId());
    assertNull(refusals.issue(LEG, 1_000));
  }
}
