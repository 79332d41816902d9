package live.understudy.server;

import live.understudy.failover.ProgramConfig;
import live.understudy.hls.WindowConfig;
import live.understudy.ingest.IngestLimits;
import live.understudy.server.align.SoundLimits;
import live.understudy.server.config.AlignmentConfig;
import live.understudy.server.config.HttpConfig;
import live.understudy.server.config.IngestConfig;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.config.StorageConfig;
import live.understudy.server.http.HttpLimits;
import live.understudy.server.store.StoreConfig;

/** Turns what administrators set into what each module wants to know. */
final class Settings {

  private static final long NS_PER_S = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;
  private static final long US_PER_MS = 1_000L;
  private static final long BYTES_PER_MEGABIT = 125_000;
  private static final long BYTES_PER_GB = 1L << 30;
  private static final int LISTED_SEGMENTS_MIN = 6;

  private Settings() {}

  static ProgramConfig program(ServerConfig config) {
    ProgramConfig defaults = ProgramConfig.defaults();
    Integer holdMs = config.failover().holdMs();
    long segmentTargetUs = config.packaging().segmentTargetMs() * US_PER_MS;
    int listed = config.packaging().windowSegments();
    long lagNs = config.failover().relativeLagMs() * NS_PER_MS;
    return new ProgramConfig(
        segmentTargetUs,
        config.packaging().partTargetMs() * US_PER_MS,
        holdMs == null ? -1 : holdMs * US_PER_MS,
        Math.min(defaults.suspicionNs(), lagNs),
        lagNs,
        config.failover().minSwitchIntervalMs() * NS_PER_MS,
        new WindowConfig(
            segmentTargetUs * listed, Math.min(LISTED_SEGMENTS_MIN, listed), 4 * listed),
        false,
        false,
        config.failover().revertAfterS() * NS_PER_S);
  }

  static StoreConfig store(StorageConfig config) {
    StoreConfig limits = StoreConfig.DEFAULTS;
    return new StoreConfig(
        config.recordingQuotaGb() * BYTES_PER_GB,
        config.minFreeGb() * BYTES_PER_GB,
        limits.volumeBytes(),
        limits.maxPendingBytes(),
        limits.maxPendingTotalBytes(),
        limits.maxSegmentsPerRecording(),
        limits.maxVolumesPerRecording(),
        limits.retryMs());
  }

  static SoundLimits sound(AlignmentConfig config) {
    return SoundLimits.DEFAULTS.with(config.soundMemoryMb(), config.soundTimeoutMs());
  }

  static IngestLimits ingest(IngestConfig config) {
    IngestLimits defaults = IngestLimits.defaults();
    IngestLimits.Connections connections = defaults.connections();
    return defaults
        .withMediaMs(config.idleTimeoutMs())
        .withBytesPerSecond(config.maxMbitPerS() * BYTES_PER_MEGABIT)
        .withConnections(
            new IngestLimits.Connections(
                config.maxConnections(),
                Math.min(connections.maxPerAddress(), config.maxConnections()),
                connections.maxReadBytes(),
                connections.maxPendingWriteBytes()));
  }

  static HttpLimits http(HttpConfig config) {
    return HttpLimits.DEFAULTS.withConnections(
        config.maxConnections(), config.maxConnectionsPerAddress());
  }
}
