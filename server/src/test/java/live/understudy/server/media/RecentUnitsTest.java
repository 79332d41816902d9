package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.Parking;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.server.memory.BlockPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentUnitsTest {
  private static final long MS = 1_000_000;
  private static final int PICTURE_MS = 100;
  private static final int PARKED_BYTES = 9_000;

  private final RecentUnits recent = new RecentUnits();

  private void picture(int number, int keyframeEvery, int bytes) {
    recent.add(unit(TrackType.VIDEO, number, number % keyframeEvery == 0, bytes));
  }

  private static AccessUnit unit(TrackType track, int number, boolean keyframe, int bytes) {
    ByteSlice data = ByteSlice.of(new byte[bytes]);
    return new AccessUnit(track, number, 0, keyframe, data, number, number * PICTURE_MS * MS);
  }

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    recent.forEach(unit -> numbers.add(unit.dts()));
    return numbers;
  }

  @Test
  void add_forALongTime_theLastSecondsFromAKeyframeOnAreThere() {
    recent.configure(Fixtures.pictures());
    for (int i = 0; i < 1_000; i++) {
      picture(i, 20, 10);
      long kept = numbers().size() * (long) PICTURE_MS;
      assertTrue(i < 60 || kept > 6_000, "kept " + kept + " ms of " + i);
      assertTrue(kept <= 6_000 + 2_000, "kept " + kept + " ms");
      assertEquals(0, numbers().getFirst() % 20, "begins with a keyframe");
    }
    assertEquals(999, numbers().getLast());
    assertEquals(10L * numbers().size(), recent.bytes());
  }

  @Test
  void add_beforeAKeyframeOrAConfiguration_isNotKept() {
    picture(0, 1, 10);
    assertEquals(List.of(), numbers());
    recent.configure(Fixtures.picturesAndSound());
    picture(1, 20, 10);
    recent.add(unit(TrackType.AUDIO, 2, true, 10));
    assertEquals(List.of(), numbers());
    picture(20, 20, 10);
    recent.add(unit(TrackType.AUDIO, 21, true, 10));
    assertEquals(List.of(20L, 21L), numbers());
  }

  @Test
  void configure_again_whatWasCodedOtherwiseIsGone() {
    recent.configure(Fixtures.pictures());
    picture(0, 20, 10);
    recent.configure(Fixtures.soundAlone());
    assertEquals(List.of(), numbers());
    assertEquals(Fixtures.soundAlone(), recent.config());
    recent.forget();
    assertNull(recent.config());
  }

  @Test
  void add_soundAlone_isKeptForAsLong() {
    recent.configure(Fixtures.soundAlone());
    for (int i = 0; i < 200; i++) {
      recent.add(unit(TrackType.AUDIO, i, true, 10));
    }
    assertTrue(numbers().size() >= 60 && numbers().size() <= 71, "kept " + numbers().size());
  }

  /** The parcels of what is kept here and elsewhere, dropped by either first. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void add_parkedUnits_areReadableWhileTheyAreHereAndNoLonger(boolean forgottenFirst) {
    BlockPool memory = new BlockPool(32L << 20);
    Parking parking = new Parking(memory);
    ArrayDeque<AccessUnit> session = new ArrayDeque<>();
    recent.configure(Fixtures.pictures());
    for (int i = 0; i < 300; i++) {
      SessionEvent event =
          new SessionEvent.Unit(unit(TrackType.VIDEO, i, i % 20 == 0, PARKED_BYTES));
      parking.pass(
          event,
          passed -> {
            AccessUnit unit = ((SessionEvent.Unit) passed).unit();
            recent.add(unit);
            unit.data().retain();
            session.add(unit);
          });
      if (session.size() > 40) {
        // The preview goes back further than this one.
        session.remove().data().release();
      }
      recent.forEach(unit -> assertEquals(PARKED_BYTES, unit.data().bytes().length()));
    }
    assertTrue(memory.retainedBytes() >= 40 * PARKED_BYTES, memory.retainedBytes() + " parked");
    if (forgottenFirst) {
      recent.forget();
      session.forEach(unit -> assertEquals(PARKED_BYTES, unit.data().bytes().length()));
      session.forEach(unit -> unit.data().release());
    } else {
      session.forEach(unit -> unit.data().release());
      recent.forEach(unit -> assertEquals(PARKED_BYTES, unit.data().bytes().length()));
      recent.configure(Fixtures.soundAlone());
    }
    parking.close();
    assertEquals(0, memory.usedBytes());
    assertEquals(0, memory.reclaimed());
  }

  @Test
  void add_moreThanTheLimit_isBounded() {
    recent.configure(Fixtures.pictures());
    int bytes = (int) (RecentUnits.MAX_BYTES / 10);
    for (int i = 0; i < 100; i++) {
      // A keyframe interval that holds more than the limit, again and again.
      picture(i, 25, bytes);
      assertTrue(recent.bytes() <= RecentUnits.MAX_BYTES, "bytes " + recent.bytes());
    }
    picture(100, 25, bytes);
    assertEquals(List.of(100L), numbers(), "begins again at the next keyframe");
  }
}
