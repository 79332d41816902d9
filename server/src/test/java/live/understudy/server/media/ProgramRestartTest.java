package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchStore;
import live.understudy.failover.ProgramResume;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.http.Transport;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the playlist goes on when a program's engine has failed and begins again. */
class ProgramRestartTest {
  private static final Duration TIMEOUT = Await.PATIENCE;

  private final EventLoopGroup loops = Transport.newGroup(1, "test");

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private ProgramAgent live(@Nullable ProgramResume resume) {
    ProgramAgent agent =
        new ProgramAgent(
            Fixtures.PROGRAM,
            new LoopTicker(loops.next()),
            Fixtures.CONFIG,
            new ParkingLot(10),
            SoundSettings.OFF);
    agent.goLive(new FakeArchive(), resume);
    return agent;
  }

  private static SessionSink publish(ProgramAgent agent) {
    SessionSink sink =
        Fixtures.sink(agent.admit(new Fixtures.Publisher().request(Leg.PRIMARY, "key")));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    return sink;
  }

  /** Sound that no configuration announced: the listener never lets it through. */
  private static void breakInvariant(SessionSink sink, boolean keyframe) {
    sink.accept(
        List.of(
            new SessionEvent.Configured(Fixtures.pictures()),
            Fixtures.unit(TrackType.VIDEO, 0, keyframe, "picture"),
            Fixtures.unit(TrackType.AUDIO, 0, true, "sound")));
  }

  private static String playlist(ProgramAgent agent) {
    RenderedPlaylist rendered = agent.delivery().rendered();
    return rendered == null ? "" : Fixtures.text(rendered.media());
  }

  private static void awaitText(ProgramAgent agent, String text) throws Exception {
    Await.until(
        TIMEOUT, () -> text + " in " + playlist(agent), () -> playlist(agent).contains(text));
  }

  private static byte @Nullable [] bytes(ProgramAgent agent, String name) {
    return Fixtures.bytes(agent.delivery(), name);
  }

  @Test
  void failure_onAir_keepsWhatWasListedAndGoesOnBehindIt() throws Exception {
    ProgramAgent agent = live(null);
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "3.m4s");
    String before = playlist(agent);
    byte[] third = bytes(agent, "3.m4s");
    assertNotNull(third);
    breakInvariant(sink, true);
    sink.accept(Fixtures.pictures(35, 66));
    awaitText(agent, "#EXT-X-DISCONTINUITY\n");
    assertTrue(playlist(agent).startsWith(before), playlist(agent) + " after " + before);
    List<String> names = playlist(agent).lines().filter(line -> line.endsWith(".m4s")).toList();
    assertEquals(names.stream().distinct().toList(), names);
    assertArrayEquals(third, bytes(agent, "3.m4s"));
  }

  private static List<Long> epochs(SwitchBook book) {
    return book.latest().stream().map(SwitchEntry::epoch).toList();
  }

  @Test
  void failure_onAir_switchesAreOneSequence() throws Exception {
    ProgramAgent agent =
        new ProgramAgent(
            Fixtures.PROGRAM,
            new LoopTicker(loops.next()),
            Fixtures.CONFIG,
            new ParkingLot(10),
            SoundSettings.OFF);
    SwitchBook book = new SwitchBook(Fixtures.PROGRAM);
    agent.logTo(SwitchJournal.inMemory(), book);
    agent.goLive(new FakeArchive(), null);
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "3.m4s");
    breakInvariant(sink, true);
    sink.accept(Fixtures.pictures(35, 66));
    awaitText(agent, "#EXT-X-DISCONTINUITY\n");
    List<Long> epochs = epochs(book);
    assertTrue(epochs.size() >= 2, epochs + " of two engines");
    assertEquals(LongStream.rangeClosed(1, epochs.size()).boxed().toList(), epochs);
    long first = book.latest().getFirst().place().session();
    assertTrue(book.latest().getLast().place().session() > first, "another session");
  }

  @Test
  void goLive_afterAnotherProcess_switchesGoOnAfterItsLast() throws Exception {
    ProgramAgent agent =
        new ProgramAgent(
            Fixtures.PROGRAM,
            new LoopTicker(loops.next()),
            Fixtures.CONFIG,
            new ParkingLot(10),
            SoundSettings.OFF);
    SwitchBook book = new SwitchBook(Fixtures.PROGRAM, List.of(), new SwitchStore.End(7, 30));
    agent.logTo(SwitchJournal.inMemory(), book);
    agent.goLive(new FakeArchive(), Fixtures.resume(50));
    publish(agent).accept(Fixtures.pictures(0, 31));
    awaitText(agent, "#EXTINF");
    assertEquals(8, epochs(book).getFirst());
    SwitchEntry entry = book.latest().getFirst();
    assertEquals("START", entry.trigger());
    assertTrue(entry.place().session() > 30, "no session's number twice");
    assertEquals(50, entry.place().msn());
  }

  @Test
  void failure_whileWaitingAfterRestart_keepsTheNumbers() throws Exception {
    ProgramAgent agent = live(Fixtures.resume(50));
    SessionSink sink = publish(agent);
    breakInvariant(sink, false);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "#EXTINF");
    assertTrue(playlist(agent).contains("#EXT-X-MEDIA-SEQUENCE:50\n"), playlist(agent));
  }

  @Test
  void failure_tooOften_whatWasListedStaysAndIsEnded() throws Exception {
    ProgramAgent agent = live(null);
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "3.m4s");
    String before = playlist(agent);
    for (int i = 0; i < 20; i++) {
      breakInvariant(sink, false);
    }
    agent.stop();
    awaitText(agent, "#EXT-X-ENDLIST\n");
    assertTrue(playlist(agent).startsWith(before), playlist(agent) + " after " + before);
    assertTrue(playlist(agent).endsWith(".m4s\n#EXT-X-ENDLIST\n"), playlist(agent));
  }
}
