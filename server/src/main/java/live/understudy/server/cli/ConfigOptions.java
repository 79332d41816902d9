package live.understudy.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.server.config.ConfigLoader;
import live.understudy.server.config.LoadedConfig;
import live.understudy.server.config.StartupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a configuration, shared by all commands that need one. */
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (otherwise ./understudy.yaml, when it exists).")
  @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder; goes before storage.dataFolder.")
  @Nullable Path dataFolder;

  LoadedConfig load(Map<String, String> environment) throws StartupException {
    Map<String, String> options = new LinkedHashMap<>();
    if (dataFolder != null) {
      options.put("storage.dataFolder", dataFolder.toString());
    }
    return ConfigLoader.load(file, environment, options);
  }
}
