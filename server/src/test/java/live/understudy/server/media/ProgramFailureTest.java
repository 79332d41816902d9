package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.ProgramResume;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.server.http.Transport;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a program whose invariants break. */
class ProgramFailureTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final EventLoopGroup loops = Transport.newGroup(1, "test");

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private ProgramAgent agent(@Nullable ProgramResume resume) {
    return new ProgramAgent(
        Fixtures.PROGRAM, loops.next(), Fixtures.CONFIG, resume, (program, state) -> {});
  }

  private static SessionSink publish(ProgramAgent agent) {
    SessionSink sink = agent.admit(new Fixtures.Publisher().request(Leg.PRIMARY, "key"));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    return sink;
  }

  /** Sound that no configuration announced: no demuxer sends it, and the engine fails at it. */
  private static void breakInvariant(SessionSink sink) {
    AccessUnit sound =
        new AccessUnit(
            TrackType.AUDIO, 0, 0, true, ByteSlice.of(new byte[8]), 1, System.nanoTime());
    sink.accept(List.of(new SessionEvent.Unit(sound)));
  }

  private static String playlist(ProgramAgent agent) {
    RenderedPlaylist rendered = agent.rendered();
    return rendered == null ? "" : Fixtures.text(rendered.find(RenderedPlaylist.MEDIA));
  }

  private static void awaitText(ProgramAgent agent, String text) throws Exception {
    Await.until(
        TIMEOUT, () -> text + " in " + playlist(agent), () -> playlist(agent).contains(text));
  }

  @Test
  void failure_onAir_goesOnBehindWhatWasListed() throws Exception {
    ProgramAgent agent = agent(null);
    agent.goLive();
    SessionSink sink = publish(agent);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "3.m4s");
    String before = playlist(agent);
    breakInvariant(sink);
    sink.accept(Fixtures.pictures(35, 66));
    Await.until(
        TIMEOUT, () -> playlist(agent), () -> !playlist(agent).contains("MEDIA-SEQUENCE:0\n"));
    assertTrue(playlist(agent).contains("#EXT-X-DISCONTINUITY\n"), playlist(agent));
    for (String line : before.lines().filter(line -> line.endsWith(".m4s")).toList()) {
      assertFalse(playlist(agent).contains("\n" + line), line + " again: " + playlist(agent));
    }
  }

  @Test
  void failure_whileWaitingAfterRestart_keepsTheNumbers() throws Exception {
    ProgramAgent agent = agent(Fixtures.resume(50));
    agent.goLive();
    SessionSink sink = publish(agent);
    breakInvariant(sink);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "#EXTINF");
    assertTrue(playlist(agent).contains("#EXT-X-MEDIA-SEQUENCE:50\n"), playlist(agent));
  }
}
