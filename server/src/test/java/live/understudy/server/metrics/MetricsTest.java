package live.understudy.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.testing.PrometheusText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  private Map<String, Double> scrape() {
    return PrometheusText.parse(metrics.scrape());
  }

  private static void assertPositive(Map<String, Double> samples, String name) {
    Double value = samples.get(name);
    assertTrue(value != null && value > 0, name + " is " + value + " in " + samples.keySet());
  }

  @Test
  void scrape_process_saysWhatItTakes() {
    Map<String, Double> samples = scrape();
    assertPositive(samples, "process_resident_memory_bytes");
    assertPositive(samples, "process_files_open_files");
    assertPositive(samples, "jvm_threads_live_threads");
    assertPositive(samples, "process_uptime_seconds");
    assertPositive(samples, "system_cpu_count");
    assertTrue(samples.containsKey("process_cpu_usage"), samples.keySet().toString());
    assertTrue(
        samples.keySet().stream().anyMatch(name -> name.startsWith("jvm_memory_used_bytes{")));
    assertTrue(
        samples.keySet().stream().anyMatch(name -> name.startsWith("jvm_buffer_memory_used_")));
  }

  @Test
  void scrape_networkBuffers_areThoseOfTheAllocatorInUse() {
    ByteBuf held = ByteBufAllocator.DEFAULT.directBuffer(3_000_000);
    try {
      double bytes = scrape().getOrDefault("understudy_network_memory_bytes", 0.0);
      assertTrue(bytes >= 3_000_000, "only " + bytes);
    } finally {
      held.release();
    }
  }

  @Test
  void scrape_countersAndGauges_areReadThen() {
    AtomicLong count = new AtomicLong(3);
    metrics.counter("test.things", "Things", Tags.of("kind", "a"), count::get);
    metrics.counter("test.things", "Things", Tags.of("kind", "b"), () -> 7);
    metrics.gauge("test.level", "The level", "seconds", () -> -5);
    assertEquals(3, scrape().get("test_things_total{kind=\"a\"}"));
    count.set(4);
    System.gc();
    Map<String, Double> samples = scrape();
    assertEquals(4, samples.get("test_things_total{kind=\"a\"}"));
    assertEquals(7, samples.get("test_things_total{kind=\"b\"}"));
    assertEquals(-5, samples.get("test_level_seconds"));
  }

  @Test
  void scrape_labelOfAnyText_isEscaped() {
    metrics.counter("test.odd", "Odd", Tags.of("name", "a\"b\\c\nd"), () -> 1);
    assertEquals(1, scrape().get("test_odd_total{name=\"a\\\"b\\\\c\\nd\"}"));
  }

  @Test
  void scrape_refreshes_before() {
    AtomicLong level = new AtomicLong();
    metrics.gauge("test.level", "The level", "", level::get);
    metrics.beforeScrape(() -> level.set(9));
    assertEquals(9, scrape().get("test_level"));
  }
}
