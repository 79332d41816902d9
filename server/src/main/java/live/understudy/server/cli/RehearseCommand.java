package live.understudy.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import live.understudy.server.config.LoadedConfig;
import live.understudy.server.config.StartupException;
import live.understudy.server.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code rehearse}: starts the server, lets the demonstration's encoders go live for a moment, and
 * ends. A Java virtual machine that watches this learns what the next start needs.
 */
@Command(
    name = "rehearse",
    description = "Starts, goes live for a moment and ends; for preparing a fast start.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  private static final List<String> PORTS =
      List.of(
          "UNDERSTUDY_HTTP_PORT",
          "UNDERSTUDY_HTTP_TLS_PORT",
          "UNDERSTUDY_RTMPS_PRIMARY_PORT",
          "UNDERSTUDY_RTMPS_BACKUP_PORT",
          "UNDERSTUDY_RTMP_PRIMARY_PORT",
          "UNDERSTUDY_RTMP_BACKUP_PORT");

  @Mixin private ConfigOptions options = new ConfigOptions();
  private final CommandContext context;

  RehearseCommand(CommandContext context) {
    this.context = context;
  }

  /** A server may run on the usual ones. */
  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = new LinkedHashMap<>(context.environment());
    PORTS.forEach(key -> environment.put(key, freePort()));
    LoadedConfig loaded = DemoCommand.quick(options, null, environment);
    PrintWriter out = context.out();
    RunningServer server = context.runner().start(loaded.config());
    try (server) {
      server.banner().forEach(out::println);
      Demo.start(DemoCommand.demoOptions(server.access(), List.of("en")), out::println).close();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new StartupException("the rehearsal failed: " + e.getMessage(), e);
    }
  }
}
