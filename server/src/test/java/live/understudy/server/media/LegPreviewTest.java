package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.hls.MediaMemory;
import live.understudy.media.SessionEvent;
import live.understudy.server.http.MediaResource;
import live.understudy.server.memory.BlockPool;
import org.junit.jupiter.api.Test;

/** A preview costs nothing while nobody looks, and is there at once when somebody does. */
class LegPreviewTest {
  private final LegPreview preview = new LegPreview(500_000, MediaMemory.HEAP);
  private long nowNs = 1;

  private void feed(List<SessionEvent> events) {
    events.forEach(event -> preview.onEvent(event, nowNs));
  }

  private void start() {
    preview.sessionStarted(1_000);
    feed(List.of(new SessionEvent.Configured(Fixtures.pictures())));
  }

  private String playlist() {
    MediaResource found = preview.find(RenderedPlaylist.MEDIA, nowNs);
    return found instanceof MediaResource.Playlist list ? Fixtures.text(list) : "";
  }

  private static long segments(String playlist) {
    return playlist.lines().filter(line -> line.startsWith("#EXTINF")).count();
  }

  @Test
  void show_inMidSession_segmentsAreThereAtOnce() {
    start();
    feed(Fixtures.pictures(0, 100));
    assertFalse(preview.isShown());
    assertEquals("", playlist());
    preview.show(nowNs);
    assertTrue(preview.isShown());
    assertTrue(segments(playlist()) >= 3, playlist());
    assertNotNull(preview.find("0.m4s", nowNs));
    assertNotNull(preview.find("init-0.mp4", nowNs));
    long before = segments(playlist());
    feed(Fixtures.pictures(100, 120));
    assertTrue(segments(playlist()) > before, playlist());
  }

  @Test
  void onEvent_nobodyAsksAnyMore_endsAndComesBackUnderNewNumbers() {
    start();
    feed(Fixtures.pictures(0, 50));
    preview.show(nowNs);
    String first = playlist();
    nowNs += LegPreview.FORGOTTEN_AFTER_NS;
    feed(Fixtures.pictures(50, 51));
    assertTrue(preview.isShown(), "not yet forgotten");
    nowNs += 1;
    feed(Fixtures.pictures(51, 60));
    assertFalse(preview.isShown());
    assertNull(preview.find(RenderedPlaylist.MEDIA, nowNs));
    preview.show(nowNs);
    assertTrue(segments(playlist()) >= 3, playlist());
    assertTrue(number(playlist()) >= number(first) + segments(first), first + playlist());
    assertNotNull(preview.find(number(playlist()) + ".m4s", nowNs));
  }

  @Test
  void show_thatFailsInTheMiddle_holdsNothingOnceGivenUp() {
    BlockPool pool = new BlockPool(32L << 20);
    AtomicInteger taken = new AtomicInteger();
    MediaMemory failing =
        length -> {
          if (taken.incrementAndGet() == 5) {
            throw new IllegalStateException("on purpose");
          }
          return pool.take(length);
        };
    LegPreview begun = new LegPreview(500_000, failing);
    begun.sessionStarted(1_000);
    begun.onEvent(new SessionEvent.Configured(Fixtures.pictures()), nowNs);
    Fixtures.pictures(0, 50).forEach(event -> begun.onEvent(event, nowNs));
    assertThrows(IllegalStateException.class, () -> begun.show(nowNs));
    assertTrue(pool.usedBytes() > 0);
    begun.giveUpSession();
    assertEquals(0, pool.usedBytes());
    begun.show(nowNs);
    assertNull(begun.find(RenderedPlaylist.MEDIA, nowNs), "nothing of this session");
  }

  @Test
  void expire_whereTheEncoderHasLeft_endsWhatNobodyAsksFor() {
    BlockPool pool = new BlockPool(32L << 20);
    LegPreview watched = new LegPreview(500_000, pool);
    watched.sessionStarted(1_000);
    watched.onEvent(new SessionEvent.Configured(Fixtures.pictures()), nowNs);
    Fixtures.pictures(0, 50).forEach(event -> watched.onEvent(event, nowNs));
    watched.show(nowNs);
    watched.onEvent(new SessionEvent.Ended("gone"), nowNs);
    nowNs += LegPreview.FORGOTTEN_AFTER_NS;
    watched.expire(nowNs);
    assertTrue(watched.isShown(), "not yet forgotten");
    assertTrue(pool.usedBytes() > 0);
    watched.expire(nowNs + 1);
    assertFalse(watched.isShown());
    assertNull(watched.find(RenderedPlaylist.MEDIA, nowNs));
    assertEquals(0, pool.usedBytes());
    watched.show(nowNs + 2);
    assertNotNull(watched.find(RenderedPlaylist.MEDIA, nowNs + 2), "somebody asks again");
    watched.close();
    assertEquals(0, pool.usedBytes());
  }

  private static long number(String playlist) {
    return playlist
        .lines()
        .filter(line -> line.startsWith("#EXT-X-MEDIA-SEQUENCE:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void show_afterTheEncoderWent_itsLastSecondsAreShown() {
    start();
    feed(Fixtures.pictures(0, 47));
    feed(List.of(new SessionEvent.Ended("gone")));
    preview.show(nowNs);
    assertTrue(segments(playlist()) >= 4, playlist());
  }

  @Test
  void sessionStarted_whileShown_itsTimelineFollowsTheOther() {
    start();
    preview.show(nowNs);
    feed(Fixtures.pictures(0, 40));
    feed(List.of(new SessionEvent.Ended("gone")));
    long before = segments(playlist());
    start();
    feed(Fixtures.pictures(0, 40));
    assertTrue(segments(playlist()) > before, playlist());
    assertTrue(playlist().contains("#EXT-X-DISCONTINUITY\n"), playlist());
  }

  @Test
  void giveUpSession_nothingIsShownUntilTheNextOne() {
    start();
    preview.show(nowNs);
    feed(Fixtures.pictures(0, 40));
    preview.giveUpSession();
    long before = segments(playlist());
    feed(Fixtures.pictures(40, 80));
    assertEquals(before, segments(playlist()));
    start();
    feed(Fixtures.pictures(0, 40));
    assertTrue(segments(playlist()) >= 3, playlist());
  }
}
