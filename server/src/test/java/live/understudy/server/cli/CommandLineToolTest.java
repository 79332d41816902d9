package live.understudy.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.config.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineToolTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<ServerConfig> started = new ArrayList<>();
  private final ServerRunner runner =
      config -> {
        started.add(config);
        return server(() -> {});
      };

  private int run(ServerRunner chosen, String... arguments) {
    return CommandLineTool.run(
        new CommandContext(
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(err),
            chosen,
            (server, announce) -> {
              announce.run();
              server.close();
              return ExitCode.OK;
            }),
        arguments);
  }

  private static RunningServer server(Runnable onClose) {
    return new RunningServer() {
      @Override
      public List<String> banner() {
        return List.of("Studio: here");
      }

      @Override
      public Access access() {
        return new Access(java.net.URI.create("http://127.0.0.1"), null, () -> "", null);
      }

      @Override
      public void close() {
        onClose.run();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve"})
  void serve_starts_printsBannerAndEndsWith0(String command) {
    String[] arguments =
        command.isEmpty() ? new String[] {"--data", "d"} : new String[] {command, "--data", "d"};
    assertEquals(0, run(runner, arguments));
    assertEquals("Studio: here\n", out.toString());
    assertEquals(Path.of("d"), started.getFirst().storage().dataFolder());
    assertEquals("", err.toString());
  }

  @Test
  void serve_startupProblem_isOneLineAnd2() {
    ServerRunner failing =
        _ -> {
          throw new StartupException("port 8080 is already taken");
        };
    assertEquals(2, run(failing, "serve"));
    assertEquals("understudy: port 8080 is already taken\n", err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void serve_fault_is1() {
    ServerRunner failing =
        _ -> {
          throw new IllegalStateException("bug");
        };
    assertEquals(1, run(failing, "serve"));
    assertTrue(err.toString().startsWith("understudy: internal error"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serv", "--prot 1", "serve extra", "config", "config chek", "serve --config"})
  void usage_mistake_isOneLineAnd2(String line) {
    assertEquals(2, run(runner, line.split(" ")));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("--help"), err.toString());
    assertTrue(started.isEmpty());
  }

  @Test
  void configCheck_right_is0(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "http:\n  port: 9\n");
    assertEquals(0, run(runner, "config", "check", "--config", file.toString()));
    assertEquals(
        "The configuration is right; 1 of its values are not the default.\n", out.toString());
  }

  @Test
  void configCheck_wrong_isOneLineAnd2(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "http:\n  prot: 9\n");
    assertEquals(2, run(runner, "config", "check", "--config", file.toString()));
    assertEquals(
        "understudy: " + file + ":2: unknown key `http.prot`; did you mean `http.port`?\n",
        err.toString());
  }

  @Test
  void configShow_printsEverything() {
    assertEquals(0, run(runner, "config", "show", "--data", "elsewhere"));
    assertTrue(out.toString().contains("  port: 8080\n"), out.toString());
    assertTrue(out.toString().contains("  dataFolder: \"elsewhere\"  # from the command line\n"));
  }

  @Test
  void version_andHelp_are0() {
    assertEquals(0, run(runner, "version"));
    assertTrue(out.toString().startsWith("understudy "), out.toString());
    assertEquals(0, run(runner, "--help"));
    assertTrue(out.toString().contains("config"), out.toString());
  }

  @Test
  void shutdown_calledTwice_closesOnce() {
    AtomicInteger closed = new AtomicInteger();
    GracefulShutdown shutdown =
        new GracefulShutdown(server(closed::incrementAndGet), Duration.ofSeconds(10));
    assertTrue(shutdown.close());
    assertTrue(shutdown.close());
    assertEquals(1, closed.get());
  }

  @Test
  void shutdown_hangs_isGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    GracefulShutdown shutdown =
        new GracefulShutdown(
            server(() -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }),
            Duration.ofMillis(50));
    assertFalse(shutdown.close());
    never.countDown();
  }

  @Test
  void shutdown_throws_isNotClean() {
    GracefulShutdown shutdown =
        new GracefulShutdown(
            server(() -> {
              throw new IllegalStateException("on purpose");
            }),
            Duration.ofSeconds(10));
    assertFalse(shutdown.close());
  }
}
