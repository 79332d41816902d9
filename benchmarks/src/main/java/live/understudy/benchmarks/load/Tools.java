package live.understudy.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others that a measurement needs. */
final class Tools {
  private static final Map<String, String> PACKAGES =
      Map.of("wrk", "wrk", "h2load", "nghttp2-client", "nginx", "nginx", "taskset", "util-linux");

  private Tools() {}

  /** Throws with what to install when a program is missing. */
  static void require(List<String> programs) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String program : programs) {
      if (path(program).isEmpty()) {
        missing.add(String.valueOf(PACKAGES.get(program)));
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("missing programs: apt-get install " + String.join(" ", missing));
    }
  }

  /** Where a program is; empty when it is nowhere. Administrators' programs count too. */
  static String path(String program) {
    String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    for (String folder : folders.split(":", -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return "";
  }

  /** Runs a program to its end; gives what it wrote. Throws when it fails or takes too long. */
  static String run(Path folder, Map<String, String> environment, Duration limit, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "tool-", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " took longer than " + limit);
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + text);
    }
    return text;
  }
}
