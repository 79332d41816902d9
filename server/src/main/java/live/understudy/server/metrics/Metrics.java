package live.understudy.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The metrics of this process, in the Prometheus text format. Thread-safe. */
public final class Metrics implements AutoCloseable {

  /** What {@link #scrape} answers with. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final ReentrantLock scraping = new ReentrantLock();

  /** The registry holds what it reads weakly. */
  private final List<LongSupplier> kept = Collections.synchronizedList(new ArrayList<>());

  private volatile Runnable refresh = () -> {};

  /** With what the process itself says. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    Gauge.builder("process.resident.memory", ResidentMemory::bytes)
        .description("Memory of the process that is in RAM")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("understudy.network.memory", Metrics::networkBytes)
        .description("Memory of the network buffers")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Of the allocator that channels use. */
  private static double networkBytes() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? (double) provider.metric().usedDirectMemory() + provider.metric().usedHeapMemory()
        : Double.NaN;
  }

  /** For whoever counts. */
  public MeterRegistry registry() {
    return registry;
  }

  /** {@code action} brings up to date what is read from snapshots, before each scrape. */
  public void beforeScrape(Runnable action) {
    refresh = action;
  }

  /** A number that only grows, read when scraped. */
  public void counter(String name, String help, Tags labels, LongSupplier value) {
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .description(help)
        .tags(labels)
        .register(registry);
    kept.add(value);
  }

  /** A number that goes up and down, read when scraped. */
  public void gauge(String name, String help, String unit, LongSupplier value) {
    Gauge.builder(name, value::getAsLong)
        .description(help)
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
  }

  /** All metrics as they are now; see {@link #CONTENT_TYPE}. Blocks for some milliseconds. */
  public byte[] scrape() {
    scraping.lock();
    try {
      refresh.run();
      return registry.scrape().getBytes(StandardCharsets.UTF_8);
    } finally {
      scraping.unlock();
    }
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
