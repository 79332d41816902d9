package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.ProgramConfig;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.MediaName;
import live.understudy.hls.Segment;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.Transport;
import live.understudy.server.memory.BlockPool;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a program, its memory comes back. */
class ProgramMemoryTest {

  private static final Duration TIMEOUT = Await.PATIENCE;

  private final EventLoopGroup loops = Transport.newGroup(1, "test");
  private BlockPool pool = new BlockPool(64L << 20);

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private ProgramAgent agent(boolean lowLatency) {
    ProgramConfig config = lowLatency ? Fixtures.CONFIG.withLowLatency() : Fixtures.CONFIG;
    return new ProgramAgent(
        Fixtures.PROGRAM,
        new LoopTicker(loops.next()),
        config.in(pool),
        new ParkingLot(10),
        SoundSettings.OFF);
  }

  private static SessionSink publish(ProgramAgent agent) {
    SessionSink sink =
        Fixtures.sink(agent.admit(new Fixtures.Publisher().request(Leg.PRIMARY, "key")));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    return sink;
  }

  private static void awaitText(ProgramAgent agent, String text) throws Exception {
    Await.until(
        TIMEOUT,
        () -> text,
        () -> {
          RenderedPlaylist now = agent.delivery().rendered();
          return now != null && Fixtures.text(now.media()).contains(text);
        });
  }

  /** The loop has done what it was given so far. */
  private void barrier() throws Exception {
    loops.next().submit(() -> {}).get();
  }

  private void awaitUnused() throws Exception {
    barrier();
    Await.until(TIMEOUT, () -> pool.usedBytes() + " bytes held", () -> pool.usedBytes() == 0);
    barrier();
    assertEquals(0, pool.retainedBytes());
    assertEquals(0, pool.reclaimed());
  }

  /** Sound that no configuration announced: the listener never lets it through. */
  private static void breakInvariant(SessionSink sink) {
    sink.accept(
        List.of(
            new SessionEvent.Configured(Fixtures.pictures()),
            Fixtures.unit(TrackType.VIDEO, 0, true, "picture"),
            Fixtures.unit(TrackType.AUDIO, 0, true, "sound")));
  }

  private static MediaBytes part(ProgramAgent agent, long msn) {
    Segment segment =
        Objects.requireNonNull(agent.delivery().rendered()).window().inMemory().get(msn);
    return Objects.requireNonNull(segment).parts().getFirst().bytes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void delete_onAir_givesEverythingBackButWhatIsRead(boolean lowLatency) throws Exception {
    ProgramAgent agent = agent(lowLatency);
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 33));
    awaitText(agent, "3.m4s");
    assertTrue(pool.usedBytes() > 0);
    MediaBytes.Lease reader = Objects.requireNonNull(part(agent, 3).lease());
    agent.close("deleted");
    Await.until(TIMEOUT, "one part", () -> pool.usedBytes() == BlockPool.BLOCK_BYTES);
    barrier();
    assertEquals(reader.length(), pool.retainedBytes());
    reader.close();
    sink.accept(Fixtures.pictures(33, 66));
    awaitUnused();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failure_onAir_theNextEngineHoldsWhatIsListed(boolean lowLatency) throws Exception {
    ProgramAgent agent = agent(lowLatency);
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publish(agent);
    int next = 0;
    for (int i = 1; i <= 3; i++) {
      sink.accept(Fixtures.pictures(next, next + 33));
      next += 40;
      awaitText(agent, "\n" + 4 * i + ".m4s");
      byte[] listed = part(agent, 4L * i).toArray();
      breakInvariant(sink);
      sink.accept(Fixtures.pictures(next, next + 12));
      next += 15;
      awaitText(agent, "#EXT-X-DISCONTINUITY\n");
      assertArrayEquals(listed, part(agent, 4L * i).toArray());
    }
    agent.stop();
    agent.close("deleted");
    awaitUnused();
  }

  @Test
  void stored_beyondTheWindow_leavesTheMemoryAndIsServedFromDisk() throws Exception {
    ProgramAgent agent = agent(false);
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 33));
    awaitText(agent, "3.m4s");
    RenderedPlaylist old = Objects.requireNonNull(agent.delivery().rendered());
    MediaBytes first = part(agent, 0);
    for (int i = 33; i < 900; i += 100) {
      sink.accept(Fixtures.pictures(i, i + 100));
    }
    // What the leg remembers of it goes with its session.
    publish(agent);
    Await.until(TIMEOUT, "the first one leaves", () -> isGone(first));
    MediaResource.Media named =
        Objects.requireNonNull(
            old.find(new MediaName.OfSegment(0), () -> new MediaAnswer.Missing()));
    assertNull(named.chunks().getFirst().lease());
    long kept = pool.usedBytes();
    assertTrue(kept > 0);
    agent.close("deleted");
    awaitUnused();
  }

  private static boolean isGone(MediaBytes bytes) {
    try (MediaBytes.Lease lease = bytes.lease()) {
      return lease == null;
    }
  }

  /** Pictures that came in the last seconds, a tenth of a second from each other. */
  private static List<SessionEvent> parkable(int from, int to) {
    return parkable(from, to, System.nanoTime() - (to - 1 - from) * 100_000_000L);
  }

  private static List<SessionEvent> parkable(int from, int to, long firstArrivedNs) {
    List<SessionEvent> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ByteSlice data = ByteSlice.of(new byte[20_000 + i]);
      long arrivedNs = firstArrivedNs + (i - from) * 100_000_000L;
      boolean keyframe = i % Fixtures.KEYFRAME_EVERY == 0;
      events.add(
          new SessionEvent.Unit(
              new AccessUnit(TrackType.VIDEO, i * 1_000L, 0, keyframe, data, i, arrivedNs)));
    }
    return events;
  }

  /** One with room, one whose room is soon used up, and one without any. */
  @ParameterizedTest
  @CsvSource({"false, 64", "true, 64", "false, 8", "true, 8", "false, 0", "true, 0"})
  void replaceAndForget_whatIsParked_isGivenBackByTheLast(boolean lowLatency, int poolMib)
      throws Exception {
    pool = new BlockPool((long) poolMib << 20);
    ProgramAgent agent = agent(lowLatency);
    List<MediaAnswer> answers = new CopyOnWriteArrayList<>();
    SessionSink sink = publish(agent);
    // Not on air: what is kept is in parcels.
    sink.accept(parkable(0, 60));
    barrier();
    assertTrue(poolMib == 0 || pool.retainedBytes() > 500_000, pool.retainedBytes() + " parked");
    agent.goLive(new FakeArchive(), null);
    sink.accept(parkable(60, 120));
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    breakInvariant(sink);
    sink.accept(parkable(130, 160));
    SessionSink other = publish(agent);
    other.accept(parkable(0, 60));
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    awaitText(agent, ".m4s");
    Await.until(TIMEOUT, () -> answers.size() + " answers", () -> answers.size() == 2);
    other.accept(List.of(new SessionEvent.Ended("gone")));
    agent.stop();
    barrier();
    assertTrue(poolMib == 0 || pool.usedBytes() > 0);
    agent.close("deleted");
    other.accept(parkable(60, 90));
    awaitUnused();
  }

  @Test
  void goLive_whatIsPublished_liesInItsPartAndNowhereElse() throws Exception {
    ProgramAgent agent = agent(true);
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publish(agent);
    // As if they came faster than in real time: what is late has a slate shown.
    List<SessionEvent> events = parkable(0, 60, System.nanoTime());
    events.forEach(event -> sink.accept(List.of(event)));
    barrier();
    awaitText(agent, "1.m4s");
    // Leg, preview and program keep six seconds, 1.2 MB; a little is in no part (yet).
    assertTrue(pool.retainedBytes() > 1_000_000, pool.retainedBytes() + " retained");
    assertTrue(pool.retainedBytes() < 1_600_000, pool.retainedBytes() + " retained");
    agent.close("deleted");
    awaitUnused();
  }

  @Test
  void preview_watchedAndDeleted_givesEverythingBack() throws Exception {
    ProgramAgent agent = agent(false);
    SessionSink sink = publish(agent);
    List<MediaAnswer> answers = new CopyOnWriteArrayList<>();
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    sink.accept(Fixtures.pictures(0, 60));
    Await.until(TIMEOUT, "a preview", () -> pool.usedBytes() > 0);
    // A failure, and it is looked at again.
    breakInvariant(sink);
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    sink.accept(Fixtures.pictures(60, 90));
    SessionSink other = publish(agent);
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    other.accept(Fixtures.pictures(0, 60));
    Await.until(TIMEOUT, "another preview", () -> pool.usedBytes() > 0);
    agent.close("deleted");
    barrier();
    // Whoever asked just before, and an encoder that has not heard of it yet.
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answers::add);
    other.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    other.accept(Fixtures.pictures(60, 120));
    awaitUnused();
    Await.until(TIMEOUT, () -> answers.size() + " answers", () -> answers.size() == 4);
    assertInstanceOf(MediaAnswer.Missing.class, answers.getLast());
  }
}
