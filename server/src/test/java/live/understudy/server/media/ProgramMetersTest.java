package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.key.StreamKeys;
import live.understudy.failover.SwitchRecord;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import live.understudy.media.SessionEvent;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.http.Transport;
import live.understudy.server.metrics.Metrics;
import live.understudy.testing.Await;
import live.understudy.testing.PrometheusText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What monitoring sees of programs: all that happens, nothing that is secret, no more than is. */
class ProgramMetersTest {
  private static final Duration TIMEOUT = Await.PATIENCE;
  private static final String LABELS = "{event=\"show\",language=\"en\"";

  private final EventLoopGroup loops = Transport.newGroup(1, "test");
  private final ProgramRegistry registry =
      new ProgramRegistry(loops, Fixtures.CONFIG, new FakeArchives());
  private final Metrics metrics = new Metrics();
  private final ProgramMeters meters = new ProgramMeters(metrics.registry());
  private final StreamKeys keys = new StreamKeys();
  private final String key = StreamKeys.generate(Fixtures.PROGRAM);

  @BeforeEach
  void open() {
    keys.put(Fixtures.PROGRAM, key);
    registry.measureWith(meters);
    metrics.beforeScrape(registry::updateMeters);
    registry.open(keys, List.of(Fixtures.EVENT));
  }

  @AfterEach
  void close() {
    metrics.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }

  private Map<String, Double> scrape() {
    return PrometheusText.parse(metrics.scrape());
  }

  private boolean mentions(String eventId) {
    return scrape().keySet().stream().anyMatch(name -> name.contains('"' + eventId + '"'));
  }

  private SessionSink publish() {
    SessionSink sink =
        Fixtures.sink(registry.admit(new Fixtures.Publisher().request(Leg.PRIMARY, key)));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    sink.accept(Fixtures.pictures(0, 31));
    return sink;
  }

  private void await(String sample, double value) throws Exception {
    Await.until(
        TIMEOUT,
        () -> sample + " is not " + value + " in " + scrape(),
        () -> Double.valueOf(value).equals(scrape().get(sample)));
  }

  private static SwitchEntry entry(
      long atMs, @Nullable Leg from, @Nullable Leg to, String trigger) {
    return new SwitchEntry(
        1,
        atMs,
        from,
        to,
        trigger,
        null,
        "EXACT_CUT",
        310,
        0,
        0,
        7,
        3,
        21,
        ProgramStatus.Alignment.SOUND,
        null,
        1,
        new SwitchEntry.Place(0, 0, 0, 1, 0, 0, 0, 0, 0, null, 0, 0, null, false));
  }

  @Test
  void scrape_quietProgram_hasNoRows() {
    assertFalse(mentions("show"));
  }

  @Test
  void scrape_beforeAnySwitch_everyCounterStandsAtZero() throws Exception {
    publish();
    String disconnect =
        "understudy_switches_total" + LABELS + ",splice=\"EXACT_CUT\",trigger=\"DISCONNECT\"}";
    await(disconnect, 0);
    Set<String> before = switchCounters();
    for (SwitchRecord.Trigger trigger : SwitchRecord.Trigger.values()) {
      assertTrue(
          before.stream().anyMatch(name -> name.contains('"' + trigger.name() + '"')),
          trigger.name());
    }
    assertEquals(
        Set.of("understudy_switches_total" + LABELS + ",splice=\"EXACT_CUT\",trigger=\"RETURN\"}"),
        before.stream().filter(name -> name.contains("RETURN")).collect(Collectors.toSet()));
    meters.switched(Fixtures.PROGRAM, entry(1_000, Leg.PRIMARY, Leg.BACKUP, "DISCONNECT"));
    await(disconnect, 1);
    assertEquals(before, switchCounters());
  }

  private Set<String> switchCounters() {
    return scrape().keySet().stream()
        .filter(name -> name.startsWith("understudy_switches_total"))
        .collect(Collectors.toSet());
  }

  @Test
  void scrape_legAndProgram_areSeen() throws Exception {
    registry.goLive(Fixtures.EVENT, false);
    publish();
    await("understudy_leg_up" + LABELS + ",leg=\"primary\"}", 1);
    await("understudy_leg_up" + LABELS + ",leg=\"backup\"}", 0);
    await("understudy_program_state" + LABELS + ",state=\"on-air\"}", 1);
    await("understudy_program_on_air" + LABELS + ",leg=\"primary\"}", 1);
    await("understudy_program_slate" + LABELS + "}", 0);
    await("understudy_alignment{event=\"show\",kind=\"none\",language=\"en\"}", 1);
    await("understudy_leg_sessions_total" + LABELS + ",leg=\"primary\"}", 1);
    await("understudy_leg_takeovers_total" + LABELS + ",leg=\"primary\"}", 0);
    long sent = 0;
    for (SessionEvent event : Fixtures.pictures(0, 31)) {
      sent += event instanceof SessionEvent.Unit unit ? unit.unit().data().length() : 0;
    }
    await("understudy_leg_received_bytes_total" + LABELS + ",leg=\"primary\"}", sent);
    assertTrue(scrape().containsKey("understudy_program_next_msn" + LABELS + "}"));
  }

  @Test
  void scrape_legThatIsTakenOver_isCounted() throws Exception {
    publish();
    publish();
    await("understudy_leg_sessions_total" + LABELS + ",leg=\"primary\"}", 2);
    await("understudy_leg_takeovers_total" + LABELS + ",leg=\"primary\"}", 1);
    await("understudy_leg_takeovers_total" + LABELS + ",leg=\"backup\"}", 0);
  }

  @Test
  void scrape_secrets_areAbsent() throws Exception {
    registry.goLive(Fixtures.EVENT, false);
    registry.admit(new Fixtures.Publisher().request(Leg.PRIMARY, "not-a-key-at-all"));
    publish();
    await("understudy_leg_up" + LABELS + ",leg=\"primary\"}", 1);
    String text = new String(metrics.scrape(), StandardCharsets.UTF_8);
    assertFalse(text.contains(key));
    assertFalse(text.contains("not-a-key-at-all"));
    assertFalse(text.contains(key.substring(key.length() - 8)), "not even the end of it");
  }

  @Test
  void admit_refused_isCountedByReason() {
    registry.admit(new Fixtures.Publisher().request(Leg.PRIMARY, "not-a-key-at-all"));
    registry.block(new LegId(Fixtures.PROGRAM, Leg.PRIMARY), true);
    registry.admit(new Fixtures.Publisher().request(Leg.PRIMARY, key));
    assertEquals(1, refused("unknown-key"));
    assertEquals(1, refused("blocked"));
    assertEquals(0, refused("other"));
  }

  private long refused(String reason) {
    return Objects.requireNonNull(registry.refusedPublishes().get(reason)).getAsLong();
  }

  @Test
  void switched_program_isCountedWithWhatItCost() {
    meters.switched(Fixtures.PROGRAM, entry(1, Leg.PRIMARY, Leg.BACKUP, "LAG"));
    meters.switched(Fixtures.PROGRAM, entry(2, Leg.BACKUP, Leg.PRIMARY, "LAG"));
    meters.switched(Fixtures.PROGRAM, entry(3, Leg.PRIMARY, Leg.BACKUP, "OPERATOR"));
    Map<String, Double> samples = scrape();
    assertEquals(
        2,
        samples.get(
            "understudy_switches_total" + LABELS + ",splice=\"EXACT_CUT\",trigger=\"LAG\"}"));
    assertEquals(21, samples.get("understudy_switch_frames_lost_total" + LABELS + "}"));
    assertEquals(9, samples.get("understudy_switch_frames_repeated_total" + LABELS + "}"));
    Double gapS = samples.get("understudy_switch_audio_gap_seconds_total" + LABELS + "}");
    assertEquals(0.063, Objects.requireNonNull(gapS), 1e-9);
    String detection = "understudy_switch_detection_seconds_bucket{trigger=\"LAG\",le=";
    assertEquals(0, samples.get(detection + "\"0.3\"}"));
    assertEquals(2, samples.get(detection + "\"0.5\"}"));
  }

  @Test
  void slateClock_overSwitches_countsWhatViewersSaw() {
    SwitchMeters.SlateClock clock = new SwitchMeters.SlateClock();
    clock.switched(entry(1_000, Leg.PRIMARY, null, "SLATE"));
    assertEquals(2, clock.seconds(3_000));
    clock.switched(entry(5_500, null, Leg.PRIMARY, "RETURN"));
    assertEquals(4.5, clock.seconds(90_000));
    clock.switched(entry(100_000, Leg.PRIMARY, null, "SLATE"));
    clock.stopped(101_000);
    assertEquals(5.5, clock.seconds(200_000));
  }

  @Test
  void eventDeleted_allItsMeters_areGone() throws Exception {
    registry.goLive(Fixtures.EVENT, false);
    publish();
    meters.switched(Fixtures.PROGRAM, entry(1, Leg.PRIMARY, null, "SLATE"));
    await("understudy_leg_up" + LABELS + ",leg=\"primary\"}", 1);
    assertTrue(mentions("show"));
    int others = metrics.registry().getMeters().size();
    registry.stop("show");
    registry.eventDeleted("show");
    assertFalse(mentions("show"));
    assertTrue(metrics.registry().getMeters().size() < others);
  }

  @Test
  void update_eventDeletedWhileItIsTold_leavesNoMeters() throws Exception {
    ProgramAgent agent =
        new ProgramAgent(
            Fixtures.PROGRAM,
            new LoopTicker(loops.next()),
            Fixtures.CONFIG,
            new ParkingLot(10),
            SoundSettings.OFF);
    SessionSink sink =
        Fixtures.sink(agent.admit(new Fixtures.Publisher().request(Leg.PRIMARY, key)));
    sink.accept(List.of(new SessionEvent.Configured(Fixtures.pictures())));
    Await.until(
        TIMEOUT,
        () -> "nobody publishes",
        () -> agent.leg(Leg.PRIMARY) instanceof LegSnapshot leg && leg.session() != null);
    Map<ProgramId, ProgramAgent> told = Map.of(Fixtures.PROGRAM, agent);
    meters.update(told, Map.of());
    assertTrue(mentions("show"));

    Map<ProgramId, ProgramAgent> deletedMeanwhile =
        new AbstractMap<>() {
          @Override
          public Set<Map.Entry<ProgramId, ProgramAgent>> entrySet() {
            meters.forget("show");
            return told.entrySet();
          }

          @Override
          public boolean containsKey(@Nullable Object program) {
            return false;
          }
        };
    meters.update(deletedMeanwhile, Map.of());
    assertFalse(mentions("show"));
  }

  @Test
  void switched_moreProgramsThanCanBeNamed_areCountedTogether() {
    for (int i = 0; i < SwitchMeters.MAX_PROGRAMS + 50; i++) {
      meters.switched(new ProgramId("e" + i, "en"), entry(1, Leg.PRIMARY, Leg.BACKUP, "LAG"));
    }
    Map<String, Double> samples = scrape();
    assertEquals(
        50,
        samples.get(
            "understudy_switches_total{event=\"other\",language=\"other\",splice=\"EXACT_CUT\","
                + "trigger=\"LAG\"}"));
    long named =
        samples.keySet().stream()
            .filter(name -> name.startsWith("understudy_switches_total"))
            .count();
    assertEquals(SwitchMeters.MAX_PROGRAMS + 1, named);
  }
}
