package live.understudy.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  @TempDir private Path folder = Path.of("");

  private LoadedConfig load(String yaml, Map<String, String> environment) throws Exception {
    Path file = folder.resolve("u.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(file, environment, Map.of());
  }

  private String problem(String yaml, Map<String, String> environment) {
    String message =
        String.valueOf(
            assertThrows(StartupException.class, () -> load(yaml, environment)).getMessage());
    assertFalse(message.contains("\n"), message);
    return message.replace(folder + "/", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n", "http:\n", "http:\n  port:\n"})
  void load_nothingSet_isDefault(String yaml) throws Exception {
    LoadedConfig loaded = load(yaml, Map.of());
    assertEquals(ServerConfig.DEFAULTS, loaded.config());
    assertTrue(loaded.settings().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'http:\n  prot: 1'|u.yaml:2: unknown key `http.prot`; did you mean `http.port`?",
        "'# c\n\nhtpt:\n  port: 1'|u.yaml:4: unknown key `htpt.port`; did you mean `http.port`?",
        "'http:\n  tlsport: 1'|u.yaml:2: unknown key `http.tlsport`; did you mean `http.tlsPort`?",
        "'Http:\n  port: 1'|u.yaml:2: unknown key `Http.port`; did you mean `http.port`?",
        "'zzzzzzzzzz: 1'|u.yaml:1: unknown key `zzzzzzzzzz`; `understudy.example.yaml` lists all keys",
        "'http: 8080'|u.yaml:1: `http` is a section; put its keys below it, indented",
        "'http:\n  port: 99999'|u.yaml:2: `http.port` must be a whole number from 0 to 65535, not `99999`",
        "'http:\n  port: -1'|u.yaml:2: `http.port` must be a whole number from 0 to 65535, not `-1`",
        "'http:\n  port: 80.5'|u.yaml:2: `http.port` must be a whole number from 0 to 65535, not `80.5`",
        "'http:\n  port: web'|u.yaml:2: `http.port` must be a whole number from 0 to 65535, not `web`",
        "'http:\n  allowPlainApi: 1'|u.yaml:2: `http.allowPlainApi` must be true or false, not `1`",
        "'http:\n  port: [1]'|u.yaml:2: `http.port` takes one value, not a list",
        "'http:\n  port: 1\n  port: 2'|u.yaml:3: `http.port` is also set on line 2; keep one",
        "'- a'|u.yaml:1: expected `key: value` lines",
        "'publicHost: https://x'|configuration: `publicHost` must be a host name or an IP address, without scheme and port",
        "'http:\n  port: 1936'|configuration: `rtmps.primary.port` and `http.port` are both 1936; give one another port",
        "'tls:\n  key: x.pem'|configuration: `tls.certificate` and `tls.key` belong together: set both or neither",
        "'tls:\n  key: x.pem\n  certificate: y.pem\n  keyStore: z.p12'|configuration: `tls.certificate` and `tls.keyStore` are two ways to give one certificate: set one",
        "'tls:\n  keyStore: z.p12\n  keyStorePassword: a\n  keyStorePasswordFile: b'|configuration: `tls.keyStorePassword` and `tls.keyStorePasswordFile` are both set: keep one",
        "'tls:\n  keyStorePassword: a'|configuration: `tls.keyStore` is not set, but a password for it is",
        "'tls:\n  library: openssl'|configuration: `tls.library` must be auto, boringssl or jdk",
        "'packaging:\n  partTargetMs: 1500'|configuration: `packaging.partTargetMs` (1500) must be at most half of `packaging.segmentTargetMs` (2000)",
        "'http:\n  metricsToken: short'|configuration: `http.metricsToken` must have 16 to 256 letters, digits or . _ ~ + / = -",
        "'storage:\n  dataFolder: \"\"'|u.yaml:2: `storage.dataFolder` must be a path, not ``",
        "'publicHost: a\n---\npublicHost: b'|u.yaml:3: more than one YAML document; keep one",
      })
  void load_mistake_namesLineAndRemedy(String yaml, String expected) {
    assertEquals(expected, problem(yaml, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: {", "a: b: c", "\tx: 1", "x: \"unclosed", "%%%"})
  void load_notYaml_saysSo(String yaml) {
    String message = problem(yaml, Map.of());
    assertTrue(
        Pattern.compile("u\\.yaml(:\\d+)?: not valid YAML: .+").matcher(message).matches(),
        message);
  }

  @Test
  void load_deepNesting_isRefused() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      yaml.append(" ".repeat(i)).append("a:\n");
    }
    assertTrue(
        problem(yaml.append(" ".repeat(500)).append("a: 1").toString(), Map.of()).length() > 0);
  }

  @Test
  void load_missingFile_saysSo() {
    StartupException e =
        assertThrows(
            StartupException.class,
            () -> ConfigLoader.load(folder.resolve("none.yaml"), Map.of(), Map.of()));
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("none.yaml does not exist; correct --config or make the file"));
  }

  @Test
  void environment_winsOverFile_andOptionsOverBoth() throws Exception {
    Path file = folder.resolve("u.yaml");
    Files.writeString(file, "http:\n  port: 1\n  tlsPort: 2\nstorage:\n  dataFolder: a\n");
    LoadedConfig loaded =
        ConfigLoader.load(
            file,
            Map.of("UNDERSTUDY_HTTP_PORT", "7", "UNDERSTUDY_STORAGE_DATA_FOLDER", "b"),
            Map.of("storage.dataFolder", "c"));
    assertEquals(7, loaded.config().http().port());
    assertEquals(2, loaded.config().http().tlsPort());
    assertEquals(Path.of("c"), loaded.config().storage().dataFolder());
    String shown = loaded.toYaml();
    assertTrue(shown.contains("  port: 7  # from UNDERSTUDY_HTTP_PORT\n"), shown);
    assertTrue(shown.contains("  tlsPort: 2  # from " + file + ":3\n"), shown);
    assertTrue(shown.contains("  dataFolder: \"c\"  # from the command line\n"), shown);
  }

  @Test
  void environment_everyKey_canBeSet() throws Exception {
    for (KeySchema.Key key : KeySchema.of(ServerConfig.class).keys()) {
      String value =
          key.type() == boolean.class ? "true" : key.range() == null ? "x" : "" + key.range().min();
      try {
        LoadedConfig loaded = load("", Map.of(key.environmentName(), value));
        assertEquals(1, loaded.settings().size(), key.name());
      } catch (StartupException e) {
        // Known, but refused in relation to another key.
        assertTrue(String.valueOf(e.getMessage()).startsWith("configuration: "), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNDERSTUDY_HTTP_PROT|8080|unknown environment variable UNDERSTUDY_HTTP_PROT; did you mean UNDERSTUDY_HTTP_PORT?",
        "UNDERSTUDY_HTTP_PORT|x|UNDERSTUDY_HTTP_PORT: `http.port` must be a whole number from 0 to 65535, not `x`",
      })
  void environment_mistake_isNamed(String name, String value, String expected) {
    assertEquals(expected, problem("", Map.of(name, value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNDERSTUDY_LOG_LEVEL",
        "UNDERSTUDY_CONFIG",
        "UNDERSTUDY_PORT",
        "UNDERSTUDY_SERVICE_HOST",
        "UNDERSTUDY_SERVICE_PORT_HTTP",
        "UNDERSTUDY_PORT_8080_TCP_ADDR",
        "PATH"
      })
  void environment_ofOthers_isIgnored(String name) throws Exception {
    assertEquals(ServerConfig.DEFAULTS, load("", Map.of(name, "tcp://10.0.0.1")).config());
  }

  @Test
  void environment_configVariable_namesTheFile() throws Exception {
    Path file = folder.resolve("other.yaml");
    Files.writeString(file, "http:\n  port: 4");
    LoadedConfig loaded =
        ConfigLoader.load(null, Map.of("UNDERSTUDY_CONFIG", file.toString()), Map.of());
    assertEquals(4, loaded.config().http().port());
  }

  @Test
  void toYaml_readBack_isTheSame() throws Exception {
    LoadedConfig loaded = load("publicHost: live.example.org\nfailover:\n  holdMs: 0\n", Map.of());
    assertEquals(loaded.config(), load(loaded.toYaml(), Map.of()).config());
  }

  @Test
  void toYaml_metricsToken_isNotShown() throws Exception {
    LoadedConfig loaded = load("http:\n  metricsToken: correct-horse-battery\n", Map.of());
    assertEquals("correct-horse-battery", loaded.config().http().metricsToken());
    assertFalse(loaded.toYaml().contains("correct-horse-battery"));
  }

  @Test
  void toYaml_keyStorePassword_isNotShown() throws Exception {
    LoadedConfig loaded =
        load("tls:\n  keyStore: a.p12\n", Map.of("UNDERSTUDY_TLS_KEY_STORE_PASSWORD", "hunter2"));
    assertEquals("hunter2", loaded.config().tls().keyStorePassword());
    assertFalse((loaded.toYaml() + loaded + loaded.config().tls()).contains("hunter2"));
  }

  record Section(@Secret String password, String user) {}

  @Test
  void print_secret_isNotShown() throws Exception {
    Map<String, Setting> settings = Map.of("password", new Setting("password", "hunter2", "env"));
    Section section = new RecordBinder(settings).bind(new Section("", "u"));
    String shown = ConfigPrinter.print(section, settings);
    assertEquals("password: \"(set, not shown)\"  # from env\nuser: \"u\"\n", shown);
    assertFalse(settings.toString().contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({"http.prot,http.port,1", "abc,abc,0", "abc,'',3", "ab,ba,1", "kitten,sitting,3"})
  void distance_isEditDistance(String a, String b, int expected) {
    assertEquals(expected, NearestName.distance(a, b));
    assertEquals(expected, NearestName.distance(b, a));
  }

  @Test
  void oneLine_controlCharacters_areReplaced() {
    assertEquals("a?b?", OneLine.of("a\nb\u001b"));
    assertEquals(203, OneLine.of("x".repeat(1_000)).length());
  }
}
