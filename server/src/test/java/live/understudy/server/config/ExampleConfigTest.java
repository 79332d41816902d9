package live.understudy.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example is documentation that can't drift. */
class ExampleConfigTest {

  private static final Path EXAMPLE = Path.of("..", "understudy.example.yaml");

  @Test
  void example_parsed_equalsTheDefaults() throws Exception {
    assertEquals(ServerConfig.DEFAULTS, ConfigLoader.load(EXAMPLE, Map.of(), Map.of()).config());
  }

  @Test
  void example_everyKey_isThereInOrder() throws Exception {
    List<String> keys = new ArrayList<>();
    List<String> sections = new ArrayList<>();
    for (String line : Files.readAllLines(EXAMPLE)) {
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      int depth = (line.length() - line.stripLeading().length()) / 2;
      String name = line.strip().substring(0, line.strip().indexOf(':'));
      while (sections.size() > depth) {
        sections.removeLast();
      }
      sections.add(name);
      String key = String.join(".", sections);
      if (KeySchema.of(ServerConfig.class).find(key).isPresent()) {
        keys.add(key);
      }
    }
    assertEquals(
        KeySchema.of(ServerConfig.class).keys().stream().map(KeySchema.Key::name).toList(), keys);
  }

  @Test
  void example_everyKey_hasAComment() throws Exception {
    String before = "";
    for (String line : Files.readAllLines(EXAMPLE)) {
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        assertTrue(before.strip().startsWith("#"), "no comment above: " + line);
      }
      before = line;
    }
  }
}
