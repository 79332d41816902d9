package live.understudy.server.config;

/**
 * Limits of what encoders may do.
 *
 * @param idleTimeoutMs a publisher that sends no media for this long is closed; longer than its
 *     stream is probed
 * @param maxConnections of each ingest listener
 * @param maxMbitPerS of one encoder
 */
public record IngestConfig(
    @Range(min = 2_000, max = 600_000) int idleTimeoutMs,
    @Range(min = 4, max = 100_000) int maxConnections,
    @Range(min = 1, max = 100_000) int maxMbitPerS) {}
