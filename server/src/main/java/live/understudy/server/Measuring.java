package live.understudy.server;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongSupplier;
import live.understudy.server.http.HttpCounts;
import live.understudy.server.http.MetricsPage;
import live.understudy.server.media.ProgramMeters;
import live.understudy.server.media.ProgramRegistry;
import live.understudy.server.media.SwitchJournal;
import live.understudy.server.memory.BlockPool;
import live.understudy.server.metrics.Metrics;
import live.understudy.server.store.SegmentStore;
import live.understudy.server.tls.ServerTls;

/** Tells the metrics where to look. */
final class Measuring implements AutoCloseable {

  private final Metrics metrics = new Metrics();
  private final ProgramMeters programs;

  Measuring(ProgramRegistry registry, Doors doors) {
    programs = new ProgramMeters(metrics.registry());
    registry.measureWith(programs);
    metrics.beforeScrape(registry::updateMeters);
    metrics.gauge(
        "understudy.requests.parked", "Requests that wait for media", "", registry::parkedRequests);
    metrics.gauge("understudy.http.connections", "HTTP connections", "", doors::connections);
    registry
        .refusedPublishes()
        .forEach((reason, count) ->
            metrics.counter(
                "understudy.publishes.refused",
                "Encoders that were not let in",
                Tags.of("reason", reason),
                count));
    HttpCounts counts = doors.routes().counts();
    for (HttpCounts.Area area : HttpCounts.Area.values()) {
      for (int statusClass = 2; statusClass <= 5; statusClass++) {
        int of = statusClass;
        metrics.counter(
            "understudy.http.requests",
            "Requests by what was asked for and how they were answered",
            Tags.of("area", area.name().toLowerCase(Locale.ROOT), "status", of + "xx"),
            () -> counts.answers(area, of));
      }
    }
  }

  /** Where the bytes of media lie. */
  void ofMemory(BlockPool memory) {
    metrics.gauge(
        "understudy.media.retained",
        "The bytes of media in memory outside the heap: parts, and what legs sent lately",
        "bytes",
        memory::retainedBytes);
    metrics.gauge(
        "understudy.media.memory.used",
        "What media in memory take, outside the heap",
        "bytes",
        memory::usedBytes);
    metrics.gauge(
        "understudy.media.memory.reserved",
        "What was taken from the system for media",
        "bytes",
        memory::reservedBytes);
    metrics.gauge(
        "understudy.media.memory.limit",
        "The most that is taken from the system for media",
        "bytes",
        memory::limitBytes);
    metrics.counter(
        "understudy.media.memory.refused",
        "What went into the heap because the memory for it was full: parts, mostly",
        Tags.empty(),
        memory::refused);
    metrics.counter(
        "understudy.media.memory.reclaimed",
        "What nobody let go of, found by the collector: a fault, each",
        Tags.empty(),
        memory::reclaimed);
  }

  /** What is there once the server has started. */
  void ofServer(SegmentStore store, ServerTls tls, SwitchJournal journal) {
    metrics.gauge(
        "understudy.recordings", "What is stored of all programs", "bytes", store::usedBytes);
    metrics.gauge(
        "understudy.tls.certificate.expiry",
        "How long the certificate in use is still good",
        "seconds",
        () -> Duration.between(Instant.now(), tls.expiresAt()).toSeconds());
    metrics.gauge(
        "understudy.tls.certificate.lifetime",
        "For how long the certificate in use was made",
        "seconds",
        () -> tls.lifetime().toSeconds());
    metrics.gauge(
        "understudy.tls.certificate.outdated",
        "1 when the files hold a certificate that can't be used, and an older one is in use",
        "",
        () -> tls.isOutdated() ? 1 : 0);
    reloads("ok", tls::reloads);
    reloads("failed", tls::failures);
    counter("late", "Switches that the database took longer than 150 ms for", journal::late);
    counter("conflicts", "Switches before which another server had written", journal::conflicts);
    counter("failures", "Attempts to store a switch that failed", journal::failures);
  }

  private void reloads(String result, LongSupplier value) {
    metrics.counter(
        "understudy.tls.reloads",
        "Replacements of the certificate while running",
        Tags.of("result", result),
        value);
  }

  private void counter(String name, String help, LongSupplier value) {
    metrics.counter("understudy.switch.log." + name, help, Tags.empty(), value);
  }

  ProgramMeters programs() {
    return programs;
  }

  /** What is answered to {@code /metrics}; the token may be empty. */
  MetricsPage page(String token) {
    return new MetricsPage(token, metrics::scrape, Metrics.CONTENT_TYPE);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
