package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import live.understudy.failover.LegState;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramState;
import live.understudy.ingest.netty.PublishRequest;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.http.MediaAnswer;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who publishes, and what a failure costs. What the engine decides is tested with the engine. */
class ProgramAgentTest {
  private static final StreamConfig SILENT =
      new StreamConfig(
          new VideoConfig("avc1", ByteSlice.of(new byte[8]), "avc1.64001f", 640, 360, 1000, 40),
          null);
  private static final int MORE_THAN_ANY_PROGRAM_MAY_FAIL = 20;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final ProgramAgent agent =
      new ProgramAgent(
          new ProgramId("event", "en"),
          new LoopTicker(loop),
          ProgramConfig.defaults(),
          new ParkingLot(10),
          SoundSettings.OFF);
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully();
  }

  private SessionSink publisher(String name) {
    return Fixtures.sink(
        agent.admit(
            new PublishRequest(
                Leg.PRIMARY,
                "live",
                "key",
                name,
                true,
                reason -> closed.add(name + ": " + reason))));
  }

  /** Everything posted so far has run when this returns. */
  private void settle() {
    loop.submit(() -> {}).syncUninterruptibly();
  }

  private LegSnapshot primary() {
    return Objects.requireNonNull(agent.leg(Leg.PRIMARY));
  }

  private static SessionEvent unit(TrackType track, long dts, boolean keyframe) {
    ByteSlice data = ByteSlice.of(new byte[64]);
    return new SessionEvent.Unit(
        new AccessUnit(track, dts, 0, keyframe, data, dts, System.nanoTime()));
  }

  /** Sound that no configuration announced: the listener never lets it through. */
  private static void breakInvariant(SessionSink sink) {
    sink.accept(
        List.of(
            new SessionEvent.Configured(SILENT),
            unit(TrackType.VIDEO, 0, true),
            unit(TrackType.AUDIO, 0, true)));
  }

  @Test
  void admit_secondPublisher_takesOverAndTheFirstIsHeardNoMore() {
    SessionSink first = publisher("first");
    publisher("second");
    first.accept(List.of(new SessionEvent.Ended("gone")));
    settle();
    assertEquals(List.of("first: another encoder took over with the same stream key"), closed);
    assertEquals(2, primary().health().sessions());
    assertEquals(LegState.CONNECTING, primary().health().state());
    assertEquals("second", Objects.requireNonNull(primary().session()).remoteAddress());
  }

  @Test
  void onEvents_firstKeyframe_isSeenAtOnceThoughNobodyLooks() {
    SessionSink sink = publisher("one");
    sink.accept(List.of(new SessionEvent.Configured(SILENT), unit(TrackType.VIDEO, 0, false)));
    settle();
    assertEquals(LegState.CONNECTING, primary().health().state());
    sink.accept(List.of(unit(TrackType.VIDEO, 40, true)));
    settle();
    assertEquals(LegState.RECEIVING, primary().health().state());
  }

  @Test
  void close_publisherThatWasLetInBeforeButComesAfter_isClosedToo() {
    publisher("early");
    agent.close("the event was deleted");
    publisher("late");
    settle();
    assertEquals(List.of("early: the event was deleted", "late: the event was deleted"), closed);
    assertEquals("early", Objects.requireNonNull(primary().session()).remoteAddress());
  }

  @Test
  void onEvents_invariantBreaksOnce_programBeginsAnewAndStaysLive() {
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publisher("one");
    breakInvariant(sink);
    settle();
    assertEquals(ProgramState.WAITING, agent.view().state());
    assertEquals(List.of(), closed);
  }

  @Test
  void onEvents_invariantBreaksAgainAndAgain_programIsGivenUpAndLegStillShown() {
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publisher("one");
    for (int i = 0; i < MORE_THAN_ANY_PROGRAM_MAY_FAIL; i++) {
      breakInvariant(sink);
    }
    publisher("two");
    settle();
    assertEquals(ProgramState.OFF, agent.view().state());
    assertEquals("two", Objects.requireNonNull(primary().session()).remoteAddress());
    agent.stop();
    assertEquals(ProgramState.ENDED, agent.view().state());
  }

  @Test
  void preview_ofAStreamAfterItsProgramWasGivenUp_goesOn() {
    SessionSink sink = publisher("one");
    for (int i = 0; i < MORE_THAN_ANY_PROGRAM_MAY_FAIL; i++) {
      breakInvariant(sink);
    }
    settle();
    assertInstanceOf(MediaAnswer.Missing.class, preview());
    List<SessionEvent> pictures = new ArrayList<>();
    for (long dts = 1000; dts < 4000; dts += 40) {
      pictures.add(unit(TrackType.VIDEO, dts, dts % 1000 == 0));
    }
    sink.accept(pictures);
    settle();
    assertInstanceOf(MediaAnswer.Found.class, preview());
  }

  private MediaAnswer preview() {
    CompletableFuture<MediaAnswer> answer = new CompletableFuture<>();
    agent.preview(Leg.PRIMARY, RenderedPlaylist.MEDIA, answer::complete);
    settle();
    return answer.join();
  }

  @Test
  void stop_whilePublishing_endsForGood() {
    agent.goLive(new FakeArchive(), null);
    publisher("one");
    agent.stop();
    publisher("two");
    settle();
    assertEquals(ProgramState.ENDED, agent.view().state());
    assertNotEquals(LegState.OFFLINE, primary().health().state());
  }

  private String playlist() {
    RenderedPlaylist rendered = agent.delivery().rendered();
    return rendered == null ? "" : Fixtures.text(rendered.media());
  }

  @Test
  void stop_archiveDoesNotAnswer_theEndIsShownAllTheSame() throws Exception {
    FakeArchive archive = new FakeArchive().waiting();
    agent.goLive(archive, null);
    SessionSink sink = publisher("one");
    sink.accept(List.of(new SessionEvent.Configured(SILENT)));
    for (long dts = 0; dts < 8000; dts += 40) {
      sink.accept(List.of(unit(TrackType.VIDEO, dts, dts % 1000 == 0)));
    }
    sink.accept(List.of(new SessionEvent.Ended("gone")));
    settle();
    agent.stop();
    Await.until(Await.PATIENCE, this::playlist, () -> playlist().endsWith("#EXT-X-ENDLIST\n"));
    assertEquals("end", archive.calls.stream().filter("end"::equals).findFirst().orElse(""));
  }

  @Test
  void givenUp_whileARequestWaits_isAnsweredIn503() throws Exception {
    ProgramAgent low =
        new ProgramAgent(
            new ProgramId("event", "en"),
            new LoopTicker(loop),
            Fixtures.CONFIG.withLowLatency(),
            new ParkingLot(10),
            SoundSettings.OFF);
    low.goLive(new FakeArchive(), null);
    SessionSink sink =
        Fixtures.sink(
            low.admit(new PublishRequest(Leg.PRIMARY, "live", "key", "one", true, closed::add)));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(Await.PATIENCE, "a playlist", () -> low.delivery().rendered() != null);
    List<MediaAnswer> answers = Collections.synchronizedList(new ArrayList<>());
    long next = Objects.requireNonNull(low.delivery().rendered()).window().nextMsn();
    assertNotNull(low.delivery().find("media.m3u8", "_HLS_msn=" + (next + 1), answers::add));
    for (int i = 0; i < MORE_THAN_ANY_PROGRAM_MAY_FAIL; i++) {
      breakInvariant(sink);
    }
    sink.accept(List.of(new SessionEvent.Ended("gone")));
    Await.until(Await.PATIENCE, "an answer", () -> !answers.isEmpty());
    assertInstanceOf(MediaAnswer.Unavailable.class, answers.getFirst());
  }
}
