package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import live.understudy.hls.MediaName;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.WindowConfig;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.MediaSink;
import live.understudy.server.http.MediaSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The playlist of most tests: segments 0 to 9 of four parts, two parts of segment 10. */
class DeliveryTest {
  private static final long SECOND_NS = 1_000_000_000;

  private final ParkingLot lot = new ParkingLot(3);
  private final Delivery delivery = new Delivery(lot);
  private final GrowingPlaylist playlist = GrowingPlaylist.from(0);

  /** One who asks. */
  private static final class Viewer implements MediaSink {
    private final List<MediaAnswer> answers = new CopyOnWriteArrayList<>();
    private MediaSource.@Nullable Parked parked;

    @Override
    public void answer(MediaAnswer answer) {
      answers.add(answer);
    }

    MediaAnswer only() {
      assertEquals(1, answers.size(), answers::toString);
      return answers.getFirst();
    }

    MediaSource.Parked parked() {
      return Objects.requireNonNull(parked);
    }

    @Nullable MediaResource found() {
      return only() instanceof MediaAnswer.Found found ? found.resource() : null;
    }

    byte[] bytes() {
      MediaResource.Media media = assertInstanceOf(MediaResource.Media.class, found());
      return media.chunks().getFirst().toArray();
    }
  }

  private Viewer ask(String name, @Nullable String query) {
    Viewer viewer = new Viewer();
    viewer.parked = delivery.find(name, query, viewer);
    if (viewer.parked == null) {
      viewer.only();
    }
    return viewer;
  }

  private Viewer waits(String name, @Nullable String query) {
    Viewer viewer = ask(name, query);
    assertNotNull(viewer.parked, () -> "answered: " + viewer.answers);
    assertEquals(List.of(), viewer.answers);
    return viewer;
  }

  private void begin() {
    delivery.publish(playlist.segments(10).part().part().snapshot());
  }

  private void grow() {
    delivery.publish(playlist.part().snapshot());
  }

  private RenderedPlaylist now() {
    return Objects.requireNonNull(delivery.rendered());
  }

  @ParameterizedTest
  @ValueSource(strings = {"media.m3u8", "index.m3u8", "0.m4s", "0.0.m4s", "init-0.mp4", "x"})
  void find_beforeThereIsASegment_isMissing(String name) {
    assertEquals(new MediaAnswer.Missing(), ask(name, "_HLS_msn=0").only());
    delivery.publish(playlist.part().snapshot());
    assertNull(delivery.rendered());
    assertEquals(new MediaAnswer.Missing(), ask(name, null).only());
  }

  @Test
  void publish_oneWhoWaitsCannotBeAnswered_answersTheOthers() {
    begin();
    for (int i = 0; i < 2; i++) {
      assertNotNull(
          delivery.find(
              "media.m3u8",
              "_HLS_msn=10&_HLS_part=2",
              _ -> {
                throw new IllegalStateException("gone");
              }));
    }
    Viewer viewer = waits("media.m3u8", "_HLS_msn=10&_HLS_part=2");
    grow();
    assertSame(now().media(), viewer.found());
    assertEquals(0, lot.parked());
  }

  @Test
  void find_playlists_areTheSharedOnes() {
    begin();
    assertSame(now().media(), ask("media.m3u8", null).found());
    assertSame(now().multivariant(), ask("index.m3u8", "_HLS_msn=99").found());
    assertSame(now().delta(), ask("media.m3u8", "_HLS_skip=YES").found());
    assertSame(now().delta(), ask("media.m3u8", "a=b&_HLS_skip=v2&_HLS_msn=3").found());
    assertSame(now().media(), ask("media.m3u8", "_HLS_skip=NO&msn=99").found());
  }

  @ParameterizedTest
  @CsvSource({
    "_HLS_msn=0, NOW",
    "_HLS_msn=9, NOW",
    "_HLS_msn=9&_HLS_part=3, NOW",
    "_HLS_msn=9&_HLS_part=4, NOW",
    "_HLS_msn=10, NOW",
    "_HLS_msn=10&_HLS_part=0, NOW",
    "_HLS_msn=10&_HLS_part=1, NOW",
    "_HLS_part=1&_HLS_msn=10, NOW",
    "_HLS_msn=10&_HLS_part=2, WAITS",
    "_HLS_msn=10&_HLS_part=7, WAITS",
    "_HLS_msn=10&_HLS_part=8, REFUSED",
    "_HLS_msn=11, WAITS",
    "_HLS_msn=11&_HLS_part=0, WAITS",
    "_HLS_msn=11&_HLS_part=6, REFUSED",
    "_HLS_msn=12, REFUSED",
    "_HLS_msn=999999999999999999, REFUSED",
    "_HLS_part=0, REFUSED",
    "_HLS_msn=, REFUSED",
    "_HLS_msn=-1, REFUSED",
    "_HLS_msn=1e1, REFUSED",
    "_HLS_msn=9999999999999999999, REFUSED",
    "_HLS_msn=10&_HLS_part=x, REFUSED",
    "_HLS_msn=10&_HLS_part=-1, REFUSED",
  })
  void find_blockingReload_hasItsFate(String query, String fate) {
    begin();
    Viewer viewer = ask("media.m3u8", query);
    switch (fate) {
      case "NOW" -> assertSame(now().media(), viewer.found());
      case "WAITS" -> assertEquals(List.of(), viewer.answers);
      default -> assertInstanceOf(MediaAnswer.BadRequest.class, viewer.only());
    }
    assertEquals(fate.equals("WAITS") ? 1 : 0, lot.parked());
  }

  @Test
  void publish_whatIsWaitedFor_answersAllOfThemWithTheSameText() {
    begin();
    Viewer whole = waits("media.m3u8", "_HLS_msn=10&_HLS_part=2");
    Viewer delta = waits("media.m3u8", "_HLS_msn=10&_HLS_part=2&_HLS_skip=YES");
    Viewer later = waits("media.m3u8", "_HLS_msn=10&_HLS_part=3");
    assertEquals(3, lot.parked());
    grow();
    assertSame(now().media(), whole.found());
    assertSame(now().delta(), delta.found());
    assertEquals(List.of(), later.answers);
    assertEquals(1, lot.parked());
    grow();
    assertSame(now().media(), later.found());
    assertEquals(0, lot.parked());
    grow();
    assertEquals(1, whole.answers.size());
  }

  @Test
  void publish_segmentEndsBeforeThePart_playlistWaitsForTheNextOnesFirstPart() {
    begin();
    Viewer viewer = waits("media.m3u8", "_HLS_msn=10&_HLS_part=3");
    delivery.publish(playlist.close().snapshot());
    assertEquals(List.of(), viewer.answers);
    grow();
    assertSame(now().media(), viewer.found());
  }

  @Test
  void publish_theHintedPart_answersItsBytes() {
    begin();
    Viewer hinted = waits("10.2.m4s", null);
    grow();
    assertArrayEquals(GrowingPlaylist.bytes(10, 2), hinted.bytes());
    assertEquals(0, lot.parked());
  }

  @Test
  void publish_segmentEndsBeforeTheHintedPart_answers404() {
    begin();
    Viewer hinted = waits("10.2.m4s", null);
    delivery.publish(playlist.close().snapshot());
    assertEquals(new MediaAnswer.Missing(), hinted.only());
    Viewer next = waits("11.0.m4s", null);
    grow();
    assertArrayEquals(GrowingPlaylist.bytes(11, 0), next.bytes());
  }

  /** Players that asked for a hinted part are going to use it with the init section they have. */
  @Test
  void publish_theHintedPartNeedsAnotherInitSection_answers404() {
    delivery.publish(playlist.segments(10).snapshot());
    Viewer hinted = waits("10.0.m4s", null);
    Viewer reloads = waits("media.m3u8", "_HLS_msn=10&_HLS_part=0");
    delivery.publish(playlist.reconfigured().part().snapshot());
    assertEquals(new MediaAnswer.Missing(), hinted.only());
    assertSame(now().media(), reloads.found());
    Viewer listed = new Viewer();
    delivery.find("10.0.m4s", null, listed);
    assertArrayEquals(GrowingPlaylist.bytes(10, 0), listed.bytes());
    Viewer next = waits("10.1.m4s", null);
    grow();
    assertArrayEquals(GrowingPlaylist.bytes(10, 1), next.bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.3.m4s", "11.0.m4s", "10.m4s", "9.4.m4s", "11.m4s", "init-1.mp4", "010.2.m4s"})
  void find_whatIsNeitherThereNorHinted_isMissing(String name) {
    begin();
    assertEquals(new MediaAnswer.Missing(), ask(name, null).only());
    assertEquals(0, lot.parked());
  }

  @Test
  void publish_theEnd_answersEveryoneWhoWaits() {
    begin();
    Viewer list = waits("media.m3u8", "_HLS_msn=11");
    Viewer part = waits("10.2.m4s", null);
    delivery.publish(playlist.close().end().snapshot());
    assertSame(now().media(), list.found());
    assertEquals(new MediaAnswer.Missing(), part.only());
    assertSame(now().media(), ask("media.m3u8", "_HLS_msn=99").found());
    assertEquals(new MediaAnswer.Missing(), ask("11.0.m4s", null).only());
    assertEquals(0, lot.parked());
  }

  @Test
  void find_classicPlaylist_neverWaits() {
    GrowingPlaylist classic =
        new GrowingPlaylist(PlaylistShape.classic(2), new WindowConfig(30_000_000, 6, 60), 0);
    delivery.publish(classic.segments(5).snapshot());
    assertSame(now().media(), ask("media.m3u8", "_HLS_msn=5").found());
    assertSame(now().media(), ask("media.m3u8", "_HLS_msn=50").found());
    assertEquals(new MediaAnswer.Missing(), ask("5.0.m4s", null).only());
  }

  @Test
  void cancel_parked_isNeverAnsweredAndLeavesItsPlaceOnce() {
    begin();
    Viewer gone = waits("media.m3u8", "_HLS_msn=10&_HLS_part=2");
    Viewer stays = waits("10.2.m4s", null);
    gone.parked().cancel();
    gone.parked().cancel();
    assertEquals(1, lot.parked());
    grow();
    delivery.expire(System.nanoTime() + 60 * SECOND_NS);
    assertEquals(List.of(), gone.answers);
    stays.parked().cancel();
    assertEquals(1, stays.answers.size());
    assertEquals(0, lot.parked());
  }

  @Test
  void expire_afterThreeTargetDurations_answers503() {
    begin();
    long before = System.nanoTime();
    Viewer viewer = waits("media.m3u8", "_HLS_msn=11");
    long after = System.nanoTime();
    delivery.expire(before + 6 * SECOND_NS - 1);
    assertEquals(List.of(), viewer.answers);
    delivery.expire(after + 6 * SECOND_NS);
    MediaAnswer.Unavailable answer = assertInstanceOf(MediaAnswer.Unavailable.class, viewer.only());
    assertEquals(1, answer.retryAfterS());
    assertEquals(0, lot.parked());
    delivery.publish(playlist.close().part().snapshot());
    viewer.only();
  }

  @Test
  void find_lotIsFull_answers503UntilSomebodyLeaves() {
    begin();
    Viewer first = waits("media.m3u8", "_HLS_msn=11");
    waits("media.m3u8", "_HLS_msn=11");
    waits("10.2.m4s", null);
    assertInstanceOf(MediaAnswer.Unavailable.class, ask("media.m3u8", "_HLS_msn=11").only());
    assertInstanceOf(MediaAnswer.Unavailable.class, ask("10.2.m4s", null).only());
    assertSame(now().media(), ask("media.m3u8", "_HLS_msn=10").found());
    assertEquals(3, lot.parked());
    first.parked().cancel();
    waits("media.m3u8", "_HLS_msn=11");
  }

  @Test
  void close_whileSomebodyWaits_answers404() {
    begin();
    Viewer list = waits("media.m3u8", "_HLS_msn=11");
    Viewer part = waits("10.2.m4s", null);
    delivery.close();
    assertEquals(new MediaAnswer.Missing(), list.only());
    assertEquals(new MediaAnswer.Missing(), part.only());
    assertEquals(0, lot.parked());
    assertEquals(new MediaAnswer.Missing(), ask("media.m3u8", null).only());
    assertEquals(new MediaAnswer.Missing(), ask("0.m4s", null).only());
  }

  @Test
  void find_notInMemory_isReadFromTheArchiveWhileItIsServed() {
    PlaylistShape rewindable = new PlaylistShape(2, 500_000, true);
    GrowingPlaylist list =
        new GrowingPlaylist(
            rewindable, new WindowConfig(80_000_000, 6, 60, 12_000_000, 1 << 20), 100);
    FakeArchive archive = new FakeArchive();
    for (long msn = 100; msn < 200; msn++) {
      archive.keep(new MediaName.OfSegment(msn), new byte[] {7, (byte) msn});
      archive.keep(new MediaName.OfPart(msn, 1), new byte[] {8, (byte) msn});
    }
    for (int i = 0; i < 100; i++) {
      list.segments(1).stored(100 + i);
    }
    delivery.publish(list.snapshot());
    assertEquals(new MediaAnswer.Missing(), ask("170.m4s", null).only(), "no archive yet");
    delivery.serveFrom(archive);
    long from = now().window().servedFromMsn();
    assertEquals(160, now().window().listed().getFirst().msn());
    assertArrayEquals(new byte[] {7, (byte) 160}, Fixtures.bytes(delivery, "160.m4s"));
    assertArrayEquals(new byte[] {8, (byte) 160}, Fixtures.bytes(delivery, "160.1.m4s"));
    assertArrayEquals(new byte[] {7, (byte) from}, Fixtures.bytes(delivery, from + ".m4s"));
    assertInstanceOf(MediaResource.Stored.class, ask("160.m4s", null).found());
    assertInstanceOf(MediaResource.Media.class, ask("199.m4s", null).found(), "memory first");
    for (String old : List.of(from - 1 + ".m4s", from - 1 + ".1.m4s", "100.m4s", "160.2.m4s")) {
      assertEquals(new MediaAnswer.Missing(), ask(old, null).only(), old);
    }
    archive.keep(new MediaName.OfSegment(200), new byte[1]);
    assertEquals(new MediaAnswer.Missing(), ask("200.m4s", null).only(), "not published yet");
  }

  /** Whoever asks at the moment of publishing is answered, once, and nobody is forgotten. */
  @Test
  void find_whilePartsCome_everyRequestIsAnsweredOnce() throws Exception {
    ParkingLot large = new ParkingLot(1_000_000);
    Delivery busy = new Delivery(large);
    GrowingPlaylist growing = GrowingPlaylist.from(0);
    busy.publish(growing.segments(4).snapshot());
    int threads = 4;
    int each = 4_000;
    List<Viewer> viewers = new CopyOnWriteArrayList<>();
    CountDownLatch asked = new CountDownLatch(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        pool.execute(() -> {
          try {
            for (int i = 0; i < each; i++) {
              Viewer viewer = new Viewer();
              viewer.parked = askForTheNext(busy, viewer);
              if (i % 50 == 0) {
                viewers.add(viewer);
              }
            }
          } finally {
            asked.countDown();
          }
        });
      }
      while (!asked.await(0, TimeUnit.NANOSECONDS)) {
        busy.publish(growing.part().snapshot());
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
          busy.publish(growing.close().snapshot());
        }
      }
    }
    // What was asked for at the last moment comes with the next two parts.
    busy.publish(growing.part().snapshot());
    busy.publish(growing.close().snapshot());
    busy.publish(growing.part().snapshot());
    assertEquals(0, large.parked());
    assertEquals(threads * each / 50, viewers.size());
    viewers.forEach(Viewer::only);
  }

  private static MediaSource.@Nullable Parked askForTheNext(Delivery busy, Viewer viewer) {
    var window = Objects.requireNonNull(busy.rendered()).window();
    long msn = window.nextMsn();
    int part = window.openParts();
    return ThreadLocalRandom.current().nextBoolean()
        ? busy.find("media.m3u8", "_HLS_msn=" + msn + "&_HLS_part=" + part, viewer)
        : busy.find(msn + "." + part + ".m4s", null, viewer);
  }
}
