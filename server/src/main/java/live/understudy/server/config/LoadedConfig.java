package live.understudy.server.config;

import java.util.Map;

/**
 * A valid configuration and where its values came from.
 *
 * @param settings what replaced a default, by dotted key
 */
public record LoadedConfig(ServerConfig config, Map<String, Setting> settings) {

  /** The effective configuration as YAML; see {@link ConfigPrinter}. */
  public String toYaml() {
    return ConfigPrinter.print(config, settings);
  }
}
