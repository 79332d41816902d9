package live.understudy.server.config;

import java.nio.file.Path;

/**
 * Where the server keeps what must outlive it.
 *
 * @param dataFolder made when absent; relative to the working directory
 */
public record StorageConfig(Path dataFolder) {}
