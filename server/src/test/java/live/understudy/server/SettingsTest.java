package live.understudy.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import live.understudy.failover.ProgramConfig;
import live.understudy.ingest.IngestLimits;
import live.understudy.server.config.ConfigLoader;
import live.understudy.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration accepts, the modules must accept too. */
class SettingsTest {

  private static ServerConfig config(Map<String, String> settings) throws Exception {
    return ConfigLoader.load(null, Map.of(), settings).config();
  }

  @ParameterizedTest
  @CsvSource({
    "ingest.idleTimeoutMs, 2000",
    "ingest.idleTimeoutMs, 600000",
    "ingest.maxConnections, 4",
    "ingest.maxConnections, 100000",
    "ingest.maxMbitPerS, 1",
    "ingest.maxMbitPerS, 100000",
    "failover.holdMs, 0",
    "failover.holdMs, 60000",
    "failover.relativeLagMs, 100",
    "failover.relativeLagMs, 30000",
    "failover.minSwitchIntervalMs, 0",
    "failover.revertAfterS, 86400",
    "http.maxConnections, 20000",
    "packaging.windowSegments, 15",
  })
  void settings_atTheEdgesOfTheirRanges_areAcceptedByEveryModule(String key, String value)
      throws Exception {
    ServerConfig config = config(Map.of(key, value));
    assertDoesNotThrow(() -> Settings.program(config));
    assertDoesNotThrow(() -> Settings.ingest(config.ingest()));
    assertDoesNotThrow(() -> Settings.http(config.http()));
  }

  @Test
  void program_defaults_areTheEnginesOwn() throws Exception {
    var program = Settings.program(config(Map.of()));
    assertEquals(ProgramConfig.defaults(), program);
  }

  @Test
  void ingest_fewConnections_limitThoseOfOneAddressToo() throws Exception {
    var limits = Settings.ingest(config(Map.of("ingest.maxConnections", "10")).ingest());
    assertEquals(10, limits.connections().max());
    assertEquals(10, limits.connections().maxPerAddress());
  }

  @Test
  void ingest_bitrate_holdsByArrivalAndByTimestamps() throws Exception {
    assertEquals(
        IngestLimits.defaults().media(), Settings.ingest(config(Map.of()).ingest()).media());
    var limits = Settings.ingest(config(Map.of("ingest.maxMbitPerS", "200")).ingest());
    assertEquals(25_000_000, limits.arrival().maxBytesPerSecond());
    assertEquals(25_000_000, limits.media().maxBytesPerSecond());
  }
}
