package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.ProgramResume;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import live.understudy.server.http.Transport;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the playlist goes on when a program's engine has failed and begins again. */
class ProgramRestartTest {
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

  /** Sound that no configuration announced: the listener never lets it through. */
  private static void breakInvariant(SessionSink sink, boolean keyframe) {
    sink.accept(
        List.of(
            new SessionEvent.Configured(Fixtures.pictures()),
            Fixtures.unit(TrackType.VIDEO, 0, keyframe, "picture"),
            Fixtures.unit(TrackType.AUDIO, 0, true, "sound")));
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
    breakInvariant(sink, true);
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
    breakInvariant(sink, false);
    sink.accept(Fixtures.pictures(0, 31));
    awaitText(agent, "#EXTINF");
    assertTrue(playlist(agent).contains("#EXT-X-MEDIA-SEQUENCE:50\n"), playlist(agent));
  }
}
