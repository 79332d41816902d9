package live.understudy.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: exit codes and signals. */
class ProcessTest {

  /** {@link Main} with a server that only writes a file when it is closed. */
  static final class ClosingServer {

    public static void main(String[] arguments) {
      Path closed = Path.of(arguments[0]);
      RunningServer server =
          new RunningServer() {
            @Override
            public List<String> banner() {
              return List.of("ready");
            }

            @Override
            public Access access() {
              return new Access(java.net.URI.create("http://127.0.0.1"), null, () -> "", null);
            }

            @Override
            public void close() {
              try {
                Files.writeString(closed, "closed");
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          };
      System.exit(
          CommandLineTool.run(
              new CommandContext(
                  Map.of(),
                  new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                  new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                  _ -> server,
                  ProcessLife.untilSignal()),
              "serve"));
    }
  }

  @Test
  void sigterm_closesTheServerAndExitsWith0(@TempDir Path folder) throws Exception {
    Path closed = folder.resolve("closed");
    Process process = java(folder, ClosingServer.class, closed.toString());
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", lines.readLine());
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
      assertEquals("closed", Files.readString(closed));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void main_wrongConfiguration_exitsWith2AndOneLine(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("understudy.yaml"), "htp:\n  port: 1\n");
    Process process = java(folder, Main.class, "serve");
    try {
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(2, process.exitValue());
      assertEquals(
          "understudy: understudy.yaml:2: unknown key `htp.port`; did you mean `http.port`?\n",
          err);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process java(Path folder, Class<?> main, String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
    return builder.start();
  }
}
