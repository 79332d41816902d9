package live.understudy.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The alert rules that we ship, by Prometheus' own promtool (Debian's package {@code prometheus},
 * or {@code PROMTOOL} in the environment).
 */
class AlertRulesTest {
  private static final Path RULES = Path.of("../deploy/alerts.yml");
  private static final Path TESTS = Path.of("src/test/resources/alerts/alerts-test.yml");
  private static final long TIMEOUT_S = 60;

  @Test
  void rules_checked_areSound() throws Exception {
    promtool("check", "rules", RULES.toString());
  }

  @Test
  void rules_givenMetrics_fireWhenTheyShouldAndOnlyThen() throws Exception {
    promtool("test", "rules", TESTS.toString());
  }

  @Test
  void rules_each_hasATestThatItFiresAndOneThatItDoesNot() throws IOException {
    String tests = Files.readString(TESTS);
    Set<String> rules = names("- alert: (\\w+)", Files.readString(RULES));
    assertEquals(rules, names("alertname: (\\w+), exp_alerts: \\[\\]", tests));
    assertEquals(rules, names("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels", tests));
  }

  private static Set<String> names(String pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    String program = System.getenv().getOrDefault("PROMTOOL", "");
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    String found =
        Stream.concat(
                Stream.of(program),
                Stream.of(path.split(File.pathSeparator)).map(folder -> folder + "/promtool"))
            .filter(each -> !each.isEmpty() && Files.isExecutable(Path.of(each)))
            .findFirst()
            .orElse("");
    assumeTrue(!found.isEmpty(), "promtool is not installed");
    List<String> command = Stream.concat(Stream.of(found), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
      assertEquals(0, process.exitValue(), said);
    } finally {
      process.destroyForcibly();
    }
  }
}
