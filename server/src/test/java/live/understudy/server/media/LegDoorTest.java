package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LegDoorTest {
  private static final long MS = 1_000_000;

  private final LegDoor door = new LegDoor(new IngestLimits.Takeovers(2, 60_000, 1_500));
  private final List<PublisherSession> announced = new ArrayList<>();

  private PublisherSession session(Fixtures.Publisher publisher, long atMs) {
    return new PublisherSession(publisher.request(Leg.PRIMARY, "key"), atMs * MS);
  }

  private @Nullable String enter(PublisherSession session, long atMs) {
    return door.enter(session, atMs * MS, () -> announced.add(session));
  }

  @Test
  void enter_encodersThatFight_lastOneStaysAndTheOtherIsToldWhy() {
    for (int i = 0; i < 3; i++) {
      assertNull(enter(session(new Fixtures.Publisher(), i), i));
    }
    PublisherSession winner = announced.getLast();
    String refusal = enter(session(new Fixtures.Publisher(), 4), 4);
    assertNotNull(refusal);
    assertTrue(refusal.contains("another encoder publishes this leg"), refusal);
    assertEquals(winner, announced.getLast());
  }

  @Test
  void enter_publisherIsSilent_newOneIsNeverDelayed() {
    PublisherSession stale = session(new Fixtures.Publisher(), 0);
    assertNull(enter(stale, 0));
    for (int i = 1; i <= 20; i++) {
      assertNull(enter(session(new Fixtures.Publisher(), i * 1_500), i * 1_500));
    }
  }

  @Test
  void enter_afterTheOtherLeft_isNoTakeover() {
    for (int i = 0; i < 20; i++) {
      PublisherSession session = session(new Fixtures.Publisher(), i);
      assertNull(enter(session, i));
      door.left(session);
    }
  }

  @Test
  void left_byOneThatWasTakenOver_doesNotFreeThePlace() {
    PublisherSession first = session(new Fixtures.Publisher(), 0);
    enter(first, 0);
    enter(session(new Fixtures.Publisher(), 1), 1);
    door.left(first);
    assertTrue(door.disconnect("out"));
  }

  @Test
  void block_whilePublished_closesAndKeepsOutUntilUnblocked() {
    Fixtures.Publisher publisher = new Fixtures.Publisher();
    enter(session(publisher, 0), 0);
    door.block(true);
    assertEquals(List.of("an operator blocked this encoder"), publisher.closedFor);
    assertTrue(door.blocked());
    assertEquals(
        "an operator blocked this encoder", enter(session(new Fixtures.Publisher(), 1), 1));
    door.block(false);
    assertNull(enter(session(new Fixtures.Publisher(), 2), 2));
    assertFalse(door.blocked());
  }

  @Test
  void disconnect_duringAFight_lettingTheOtherOneIn() {
    for (int i = 0; i < 3; i++) {
      enter(session(new Fixtures.Publisher(), i), i);
    }
    assertNotNull(enter(session(new Fixtures.Publisher(), 5), 5));
    assertTrue(door.disconnect("out"));
    assertFalse(door.disconnect("out"));
    assertNull(enter(session(new Fixtures.Publisher(), 6), 6));
    assertNull(enter(session(new Fixtures.Publisher(), 7), 7));
  }
}
