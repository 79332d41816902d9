package live.understudy.failover;

import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.Leg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The primary is on air and stops after ten seconds; the backup goes on. */
class SwitchingTest {

  private static final long STOPS_MS = 10_000;

  private long sessions;
  private final LegPair legs = new LegPair(SessionLimits.forHold(2_500 * MS), () -> ++sessions);
  private final Feed feed = new Feed(legs, 2_000 * MS);
  private final Switching switching = new Switching(ProgramConfig.defaults(), legs, feed);

  @BeforeEach
  void bothDeliver() {
    for (Leg leg : Leg.values()) {
      legs.begin(leg).configure(Units.MILLIS);
    }
    send(Leg.PRIMARY, 0, STOPS_MS);
    send(Leg.BACKUP, 0, STOPS_MS);
    feed.cut(legs.require(Leg.PRIMARY), new Splicer.Cut(0, 0, 0, 0));
  }

  private void send(Leg leg, long fromMs, long untilMs) {
    for (long ms = fromMs; ms < untilMs; ms += 40) {
      LegSession session = legs.require(leg);
      LegUnit added = session.add(picture(ms, 0, ms % 1000 == 0, ms));
      legs.learn(session, added, ms * MS);
    }
  }

  private String trigger(long ms, boolean lastSafeCut) {
    SwitchIntent intent = switching.consider(ms * MS, _ -> lastSafeCut);
    return intent == null ? "none" : intent.trigger().name();
  }

  @ParameterizedTest
  @CsvSource({
    "200, false, none, none",
    "200, true, none, none",
    "400, false, none, none",
    "400, true, LAST_SAFE_CUT, none",
    "1200, false, LAG, none",
    "3200, false, LAG, LAG"
  })
  void consider_lag_leavesAsLateAsItMayAndWhenHeldOnlyTheDead(
      long lagMs, boolean lastSafeCut, String wanted, String held) {
    send(Leg.BACKUP, STOPS_MS, STOPS_MS + lagMs);
    assertEquals(wanted, trigger(STOPS_MS + lagMs, lastSafeCut));
    switching.hold(true);
    assertEquals(held, trigger(STOPS_MS + lagMs, lastSafeCut));
  }

  /** Where pictures are reordered the next one to be shown later comes only with its group. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1000, LAG",
    "120, 0, 1000, none",
    "120, 0, 1080, none",
    "120, 0, 1120, LAG",
    "0, 120, 2900, LAG",
    "120, 120, 1120, LAG"
  })
  void consider_reorderedPictures_areNotTakenForLate(
      long reorderMs, long otherReorderMs, long lagMs, String wanted) {
    legs.begin(Leg.PRIMARY).configure(Units.MILLIS);
    legs.begin(Leg.BACKUP).configure(Units.MILLIS);
    sendReordered(Leg.PRIMARY, reorderMs, STOPS_MS);
    sendReordered(Leg.BACKUP, otherReorderMs, STOPS_MS + lagMs);
    feed.cut(legs.require(Leg.PRIMARY), new Splicer.Cut(0, 0, 0, 0));
    assertEquals(wanted, trigger(STOPS_MS + lagMs, false));
  }

  private void sendReordered(Leg leg, long reorderMs, long untilMs) {
    for (long ms = 0; ms < untilMs; ms += 40) {
      LegSession session = legs.require(leg);
      int offset = Math.toIntExact(reorderMs);
      legs.learn(session, session.add(picture(ms, offset, ms % 1000 == 0, ms)), ms * MS);
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, true, none", "1200, false, LAG", "3200, true, LAG"})
  void consider_theOtherLegIsMute_onlyTheDeadIsLeftForIt(long lagMs, boolean mute, String wanted) {
    for (long ms = 0; ms < STOPS_MS + lagMs; ms += 20) {
      if (!mute || ms < 5_000) {
        legs.quality(Leg.BACKUP).add(Units.sound(ms * 48), Units.MILLIS, ms * MS);
      }
      if (ms < STOPS_MS) {
        legs.quality(Leg.PRIMARY).add(Units.sound(ms * 48), Units.MILLIS, ms * MS);
      }
    }
    send(Leg.BACKUP, STOPS_MS, STOPS_MS + lagMs);
    assertEquals(wanted, trigger(STOPS_MS + lagMs, false));
  }

  @Test
  void consider_disconnect_leavesAtOnceAlsoWhenHeld() {
    legs.require(Leg.PRIMARY).end();
    switching.hold(true);
    assertEquals("DISCONNECT", trigger(STOPS_MS, false));
  }

  @ParameterizedTest
  @CsvSource({
    "400, true, none",
    "900, true, none",
    "1200, false, none",
    "1200, true, LAG",
    "3200, false, LAG"
  })
  void consider_switchedLately_leavesOnlyTheDeadAndWhatCostsPictures(
      long lagMs, boolean lastSafeCut, String wanted) {
    switching.switched(Leg.BACKUP, Leg.PRIMARY, Trigger.LAG, STOPS_MS * MS);
    send(Leg.BACKUP, STOPS_MS, STOPS_MS + lagMs);
    assertEquals(wanted, trigger(STOPS_MS + lagMs, lastSafeCut));
  }

  @Test
  void consider_wishForALegThatStopsDelivering_isOverThoughItComesBack() {
    switching.wish(Leg.BACKUP, STOPS_MS * MS);
    assertEquals("OPERATOR", trigger(STOPS_MS, false));
    send(Leg.PRIMARY, STOPS_MS, STOPS_MS + 2_000);
    assertEquals("none", trigger(STOPS_MS + 2_000, false));
    assertNull(switching.wished());
    send(Leg.BACKUP, STOPS_MS, STOPS_MS + 2_000);
    assertEquals("none", trigger(STOPS_MS + 2_000, false));
  }

  @Test
  void consider_wishForALegThatIsGone_isOver() {
    switching.wish(Leg.BACKUP, STOPS_MS * MS);
    legs.require(Leg.BACKUP).end();
    assertEquals("none", trigger(STOPS_MS, false));
    assertNull(switching.wished());
  }

  @Test
  void consider_wish_pendsPatientlyThenTakesAGapThenIsOver() {
    switching.wish(Leg.BACKUP, STOPS_MS * MS);
    for (long ms = 0; ms <= 31_000; ms += 1_000) {
      send(Leg.PRIMARY, STOPS_MS + ms, STOPS_MS + ms + 1_000);
      send(Leg.BACKUP, STOPS_MS + ms, STOPS_MS + ms + 1_000);
      SwitchIntent intent = switching.consider((STOPS_MS + ms) * MS, _ -> false);
      if (ms > 30_000) {
        assertNull(intent, "at " + ms);
      } else {
        assertNotNull(intent, "at " + ms);
        assertEquals(Trigger.OPERATOR, intent.trigger());
        assertEquals(ms > 5_000, intent.sudden(), "at " + ms);
      }
    }
  }
}
