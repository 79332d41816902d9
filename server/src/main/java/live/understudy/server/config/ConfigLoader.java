package live.understudy.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: defaults, replaced by the file, replaced by the environment, replaced by
 * options of the command line.
 */
public final class ConfigLoader {

  /** The file that is read when none is named and it exists in the working directory. */
  public static final Path DEFAULT_FILE = Path.of("understudy.yaml");

  /** Names the file; the option {@code --config} goes first. */
  public static final String FILE_VARIABLE = "UNDERSTUDY_CONFIG";

  private static final long MAX_FILE_BYTES = 1 << 20;

  private static final Set<String> OTHER_VARIABLES = Set.of(FILE_VARIABLE, "UNDERSTUDY_LOG_LEVEL");

  /**
   * What Kubernetes adds to every pod of a namespace that has a Service named {@code understudy};
   * none of it is anybody's typing error.
   */
  private static final Pattern KUBERNETES_VARIABLE =
      Pattern.compile("UNDERSTUDY_(SERVICE_(HOST|PORT.*)|PORT|PORT_\\d+_(TCP|UDP).*)");

  private static final KeySchema SCHEMA = KeySchema.of(ServerConfig.class);

  private ConfigLoader() {}

  /**
   * Loads and validates.
   *
   * @param file as named on the command line; null looks at {@link #FILE_VARIABLE}, then at {@link
   *     #DEFAULT_FILE}
   * @param environment all variables of the process
   * @param options dotted keys set on the command line, by key
   * @throws StartupException on the first thing that is wrong, naming it and where it stands
   */
  public static LoadedConfig load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> options)
      throws StartupException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Path chosen = file == null ? fileFrom(environment) : file;
    if (chosen != null) {
      for (Setting setting : YamlSettings.parse(chosen.toString(), read(chosen))) {
        requireKnown(setting);
        settings.put(setting.key(), setting);
      }
    }
    for (Setting setting : fromEnvironment(environment)) {
      settings.put(setting.key(), setting);
    }
    options.forEach((key, value) -> settings.put(key, new Setting(key, value, "the command line")));
    ServerConfig config = new RecordBinder(settings).bind(ServerConfig.DEFAULTS);
    return new LoadedConfig(config, Map.copyOf(settings));
  }

  private static @Nullable Path fileFrom(Map<String, String> environment) {
    String named = environment.get(FILE_VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named.strip());
    }
    return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }

  private static String read(Path file) throws StartupException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_FILE_BYTES) {
        throw new StartupException(
            "configuration file " + file + " is larger than 1 MiB; is it the right file?");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new StartupException(
          "configuration file " + file + " does not exist; correct --config or make the file", e);
    } catch (CharacterCodingException e) {
      throw new StartupException(
          "configuration file " + file + " is not UTF-8; save it as UTF-8", e);
    } catch (IOException e) {
      throw new StartupException(
          "configuration file " + file + " can't be read; check its permissions", e);
    }
  }

  private static void requireKnown(Setting setting) throws StartupException {
    if (SCHEMA.find(setting.key()).isPresent()) {
      return;
    }
    if (SCHEMA.isSection(setting.key())) {
      throw new StartupException(
          setting.source()
              + ": `"
              + setting.key()
              + "` is a section; put its keys below it, indented");
    }
    throw new StartupException(
        setting.source()
            + ": unknown key `"
            + OneLine.of(setting.key())
            + "`"
            + SCHEMA.suggestionFor(setting.key()));
  }

  private static List<Setting> fromEnvironment(Map<String, String> environment)
      throws StartupException {
    Map<String, Setting> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(KeySchema.ENVIRONMENT_PREFIX)
          || OTHER_VARIABLES.contains(name)
          || KUBERNETES_VARIABLE.matcher(name).matches()) {
        continue;
      }
      KeySchema.Key key =
          SCHEMA
              .findByEnvironmentName(name)
              .orElseThrow(() ->
                  new StartupException(
                      "unknown environment variable "
                          + OneLine.of(name)
                          + SCHEMA.suggestionForEnvironment(name)));
      // An empty variable is how compose files and unit files say "not set".
      if (!variable.getValue().isEmpty()) {
        found.put(key.name(), new Setting(key.name(), variable.getValue(), name));
      }
    }
    return List.copyOf(found.values());
  }
}
