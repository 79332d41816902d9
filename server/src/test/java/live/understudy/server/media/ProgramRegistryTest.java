package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.key.StreamKeys;
import live.understudy.hls.MediaName;
import live.understudy.ingest.netty.Admission;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import live.understudy.media.SessionEvent;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaRequest;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.Transport;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgramRegistryTest {
  private static final Duration TIMEOUT = Await.PATIENCE;

  private final EventLoopGroup loops = Transport.newGroup(1, "test");
  private final FakeArchives archives = new FakeArchives();
  private final ProgramRegistry registry = new ProgramRegistry(loops, Fixtures.CONFIG, archives);
  private final StreamKeys keys = new StreamKeys();
  private final String key = StreamKeys.generate(Fixtures.PROGRAM);

  @BeforeEach
  void knowKey() {
    keys.put(Fixtures.PROGRAM, key);
  }

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private void open() {
    registry.open(keys, List.of(Fixtures.EVENT));
  }

  private String refusal(String presented) {
    Admission answer = registry.admit(new Fixtures.Publisher().request(Leg.PRIMARY, presented));
    return assertInstanceOf(Admission.Refused.class, answer).reason();
  }

  private SessionSink admit(Fixtures.Publisher publisher) {
    Admission answer = registry.admit(publisher.request(Leg.PRIMARY, key));
    return assertInstanceOf(Admission.Admitted.class, answer).sink();
  }

  private LegStatus primary() {
    return registry.leg(new LegId(Fixtures.PROGRAM, Leg.PRIMARY));
  }

  private void awaitState(LegStatus.State state) throws Exception {
    Await.until(TIMEOUT, () -> state + ": " + primary(), () -> primary().state() == state);
  }

  /** The end is shown when it is stored. */
  private void awaitEnd() throws Exception {
    Await.until(TIMEOUT, this::playlist, () -> playlist().endsWith("#EXT-X-ENDLIST\n"));
  }

  private String playlist() {
    return Fixtures.text(Fixtures.find(registry, Fixtures.PROGRAM, null, "media.m3u8"));
  }

  @Test
  void admit_beforeOpen_saysTryAgain() {
    assertEquals("the server is starting, try again", refusal(key));
  }

  @Test
  void admit_unknownKey_isRefusedWithoutTheKey() {
    open();
    assertEquals("unknown stream key", refusal(key + "x"));
    assertEquals("unknown stream key", refusal("show_en_"));
    assertEquals("unknown stream key", refusal(""));
  }

  @Test
  void leg_encoderWithAWrongKey_isAnIssueUntilOneIsLetIn() {
    open();
    refusal(key + "x");
    assertEquals(
        List.of("refused-wrong-key"),
        primary().issues().stream().map(LegStatus.Issue::code).toList());
    assertEquals(List.of(), registry.leg(new LegId(Fixtures.PROGRAM, Leg.BACKUP)).issues());
    refusal("other_en_" + "x".repeat(32));
    admit(new Fixtures.Publisher());
    assertEquals(List.of(), primary().issues());
  }

  @Test
  void leg_encoderThatIsKeptOut_isAnIssueUntilItMayComeAgain() {
    open();
    registry.block(new LegId(Fixtures.PROGRAM, Leg.PRIMARY), true);
    refusal(key);
    assertEquals(
        List.of("refused-kept-out"),
        primary().issues().stream().map(LegStatus.Issue::code).toList());
    registry.block(new LegId(Fixtures.PROGRAM, Leg.PRIMARY), false);
    assertEquals(List.of(), primary().issues());
  }

  @Test
  void admit_endedEvent_isRefused() {
    open();
    registry.goLive(Fixtures.EVENT, false);
    registry.stop("show");
    assertEquals("the event has ended", refusal(key));
    assertEquals(ProgramStatus.State.ENDED, registry.program(Fixtures.PROGRAM).state());
  }

  @Test
  void admit_newerPublisher_closesTheOlderAndItsEventsNeverGetIn() throws Exception {
    open();
    Fixtures.Publisher older = new Fixtures.Publisher();
    Fixtures.Publisher newer = new Fixtures.Publisher();
    SessionSink stale = admit(older);
    stale.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    stale.accept(Fixtures.pictures(0, 3));
    awaitState(LegStatus.State.RECEIVING);
    SessionSink fresh = admit(newer);
    awaitState(LegStatus.State.CONNECTING);
    assertEquals(List.of("another encoder took over with the same stream key"), older.closedFor);
    assertEquals(List.of(), newer.closedFor);

    stale.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    stale.accept(Fixtures.pictures(3, 9));
    stale.accept(List.of(new SessionEvent.Ended("the encoder disconnected")));
    fresh.accept(List.of(new SessionEvent.Described("newer")));
    Await.until(TIMEOUT, "the newer", () -> "newer".equals(primary().encoder()));
    assertEquals(LegStatus.State.CONNECTING, primary().state());
    assertEquals(2, primary().sessions());
    assertNull(primary().video());
  }

  @Test
  void publish_live_playlistIsFoundAndEndsWithTheEvent() throws Exception {
    open();
    assertNull(Fixtures.find(registry, Fixtures.PROGRAM, null, "media.m3u8"));
    registry.goLive(Fixtures.EVENT, false);
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("2.m4s"));
    assertNotNull(Fixtures.find(registry, Fixtures.PROGRAM, null, "0.m4s"));
    assertNotNull(Fixtures.find(registry, Fixtures.PROGRAM, null, "init-0.mp4"));
    // Packaged from now on, because somebody asks.
    Await.until(
        TIMEOUT,
        "the preview",
        () -> Fixtures.find(registry, Fixtures.PROGRAM, Leg.PRIMARY, "media.m3u8") != null);
    assertNull(Fixtures.find(registry, Fixtures.PROGRAM, Leg.BACKUP, "media.m3u8"));
    assertNull(Fixtures.find(registry, Fixtures.PROGRAM, null, "99.m4s"));
    assertNull(Fixtures.find(registry, new ProgramId("other", "en"), null, "media.m3u8"));
    registry.stop("show");
    awaitEnd();
  }

  @Test
  void restart_liveEvent_goesOnBehindTheNumbersAtRisk() throws Exception {
    EventView live = Fixtures.EVENT.live(2_000, false);
    archives.recovers(Fixtures.PROGRAM, Fixtures.recovered(40, false));
    registry.open(keys, List.of(live));
    assertEquals(ProgramStatus.State.WAITING, registry.program(Fixtures.PROGRAM).state());
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("#EXTINF"));
    Matcher first = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:([0-9]+)\n").matcher(playlist());
    assertTrue(first.find(), playlist());
    // Its newest segment ended a second before: four of them can have been published since.
    long msn = Long.parseLong(first.group(1));
    assertTrue(msn >= 44 && msn < 44 + 4 * TIMEOUT.toSeconds(), playlist());
    assertTrue(playlist().contains("#EXT-X-TARGETDURATION:4\n"), playlist());
    assertTrue(playlist().contains("#EXT-X-DISCONTINUITY\n"), playlist());
  }

  @Test
  void eventDeleted_andKeyRotated_closePublishersWithTheReason() throws Exception {
    open();
    Fixtures.Publisher publisher = new Fixtures.Publisher();
    admit(publisher);
    registry.keyRotated(Fixtures.PROGRAM);
    registry.eventDeleted("show");
    Await.until(TIMEOUT, "both reasons", () -> publisher.closedFor.size() == 2);
    assertEquals(
        List.of("the stream key was changed", "the event was deleted"), publisher.closedFor);
    assertEquals("the event has ended", refusal(key));
    assertEquals(LegStatus.State.OFFLINE, primary().state());
    assertEquals(ProgramStatus.State.OFF, registry.program(Fixtures.PROGRAM).state());
  }

  @Test
  void restart_certain_listsWhatWasListedBeforeAnyEncoderIsBack() throws Exception {
    archives.recovers(Fixtures.PROGRAM, Fixtures.recovered(40, true));
    archives.of(Fixtures.PROGRAM).keep(new MediaName.OfSegment(39), new byte[] {3, 9});
    registry.open(keys, List.of(Fixtures.EVENT.live(2_000, false)));
    assertTrue(playlist().contains("#EXT-X-MEDIA-SEQUENCE:36\n"), playlist());
    assertTrue(playlist().endsWith("\n39.m4s\n"), playlist());
    assertInstanceOf(
        MediaResource.Stored.class, Fixtures.find(registry, Fixtures.PROGRAM, null, "39.m4s"));
    assertNotNull(Fixtures.find(registry, Fixtures.PROGRAM, null, "init-2.mp4"));
    String before = playlist();
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("\n40.m4s\n"));
    assertTrue(
        playlist().startsWith(before + "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-3.mp4\"\n"),
        playlist());
    assertEquals(
        List.of("segment 40 to"),
        archives.of(Fixtures.PROGRAM).calls.stream()
            .limit(1)
            .map(call -> call.substring(0, 13))
            .toList());
  }

  @Test
  void restart_endedEvent_isShownAgainToTheEnd() {
    for (boolean onDemand : new boolean[] {false, true}) {
      FakeArchives others = new FakeArchives();
      ProgramRegistry again = new ProgramRegistry(loops, Fixtures.CONFIG, others);
      others.recovers(Fixtures.PROGRAM, Fixtures.recovered(40, true));
      others.of(Fixtures.PROGRAM).keep(new MediaName.OfSegment(36), new byte[] {3, 6});
      EventView ended = Fixtures.EVENT.live(2_000, false).ended(3_000);
      assertEquals(
          new MediaAnswer.Unavailable("the server is starting", 1), answer(again, "media.m3u8"));
      again.open(keys, List.of(onDemand ? ended.onDemand() : ended));
      String text = Fixtures.text(Fixtures.find(again, Fixtures.PROGRAM, null, "media.m3u8"));
      assertTrue(text.contains("\n36.m4s\n") && text.endsWith("#EXT-X-ENDLIST\n"), text);
      assertNotNull(Fixtures.find(again, Fixtures.PROGRAM, null, "36.m4s"));
      assertEquals(ProgramStatus.State.ENDED, again.program(Fixtures.PROGRAM).state());
      again.eventDeleted("show");
      assertEquals(new MediaAnswer.Missing(), answer(again, "media.m3u8"));
      assertEquals(List.of("show"), others.deleted);
    }
  }

  private static MediaAnswer answer(ProgramRegistry asked, String name) {
    List<MediaAnswer> given = new ArrayList<>();
    assertNull(
        asked.find(new MediaRequest(Fixtures.PROGRAM, null, name, "_HLS_msn=1"), given::add));
    assertEquals(1, given.size());
    return given.getFirst();
  }

  @Test
  void restart_endedEventThatWasNotKept_isMissing() {
    registry.open(keys, List.of(Fixtures.EVENT.live(2_000, false).ended(3_000)));
    assertEquals(new MediaAnswer.Missing(), answer(registry, "media.m3u8"));
    assertEquals("the event has ended", refusal(key));
  }

  @Test
  void goLive_archiveThatCannotBeOpened_isLiveAllTheSame() throws Exception {
    archives.breaks(Fixtures.PROGRAM);
    open();
    registry.goLive(Fixtures.EVENT, false);
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("2.m4s"));
    assertEquals("disk-error", registry.program(Fixtures.PROGRAM).recording().reason());
    assertEquals(
        RecordingStatus.State.STOPPED, registry.program(Fixtures.PROGRAM).recording().state());
  }

  @Test
  void restart_liveEventWhoseBeginningWasNotKept_usesNoNumberTwice() throws Exception {
    archives.missesSomething(Fixtures.PROGRAM);
    long liveAtMs = System.currentTimeMillis() - 60_000;
    registry.open(keys, List.of(Fixtures.EVENT.live(liveAtMs, false)));
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains(".m4s"));
    String first = playlist().replaceAll("(?s).*#EXT-X-MEDIA-SEQUENCE:(\\d+).*", "$1");
    assertTrue(Long.parseLong(first) >= 240, "four segments a second may have been: " + first);
    assertEquals("begin", archives.of(Fixtures.PROGRAM).calls.getFirst());
  }

  @Test
  void eventChanged_beforeGoingLive_changesLatencyAndRewind() throws Exception {
    open();
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 6));
    EventView low = Fixtures.EVENT.changed("Show", LatencyMode.LOW, new Dvr(Dvr.Mode.EVENT, null));
    registry.eventChanged(low);
    assertEquals(LatencyMode.LOW, registry.program(Fixtures.PROGRAM).latencyMode());
    registry.goLive(low, false);
    sink.accept(Fixtures.pictures(6, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("\n2.m4s\n"));
    assertTrue(playlist().contains("#EXT-X-PART-INF:PART-TARGET=0.100\n"), playlist());
    registry.eventChanged(Fixtures.EVENT);
    assertEquals(LatencyMode.LOW, registry.program(Fixtures.PROGRAM).latencyMode(), "too late");
  }

  @Test
  void eventChanged_whileSoundAloneComes_legIsNotLost() throws Exception {
    open();
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.soundAlone())));
    sink.accept(Fixtures.sound(0, 50));
    EventView low = Fixtures.EVENT.changed("Show", LatencyMode.LOW, Dvr.OFF);
    registry.eventChanged(low);
    registry.goLive(low, false);
    int[] given = {50};
    Await.until(
        TIMEOUT,
        () -> registry.program(Fixtures.PROGRAM).toString(),
        () -> {
          sink.accept(Fixtures.sound(given[0], given[0] += 10));
          return playlist().contains("#EXTINF");
        });
  }

  @Test
  void eventDeleted_whileARequestWaits_isAnswered() throws Exception {
    EventView low = Fixtures.EVENT.changed("Show", LatencyMode.LOW, Dvr.OFF);
    registry.open(keys, List.of(low));
    registry.goLive(low, false);
    SessionSink sink = admit(new Fixtures.Publisher());
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    Await.until(TIMEOUT, this::playlist, () -> playlist().contains("\n4.m4s\n"));
    List<MediaAnswer> given = new CopyOnWriteArrayList<>();
    MediaRequest next = new MediaRequest(Fixtures.PROGRAM, null, "media.m3u8", "_HLS_msn=6");
    assertNotNull(registry.find(next, given::add));
    registry.eventDeleted("show");
    Await.until(TIMEOUT, given::toString, () -> !given.isEmpty());
    assertEquals(List.of(new MediaAnswer.Missing()), given);
    assertEquals(List.of("show"), archives.deleted);
  }
}
