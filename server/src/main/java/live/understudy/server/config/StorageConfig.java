package live.understudy.server.config;

import java.nio.file.Path;

/**
 * Where the server keeps what must outlive it.
 *
 * @param dataFolder made when absent; relative to the working directory
 * @param recordingQuotaGb recordings stop when all of them together have this many gigabytes; 0 for
 *     no limit
 * @param minFreeGb recordings stop when the disk has less than this many gigabytes left
 */
public record StorageConfig(
    Path dataFolder,
    @Range(min = 0, max = 1_000_000) int recordingQuotaGb,
    @Range(min = 0, max = 100_000) int minFreeGb) {}
