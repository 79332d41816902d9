package live.understudy.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import live.understudy.server.config.ConfigLoader;
import live.understudy.server.config.LoadedConfig;
import live.understudy.server.config.StartupException;
import live.understudy.server.demo.Demo;
import live.understudy.server.demo.DemoOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: a server with a live event and two encoders per language, to try a failover. */
@Command(
    name = "demo",
    description = "Runs the server with a live event and two encoders per language.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  /**
   * Shorter than for an event: a newcomer does not wait for latency. The hold goes with the
   * keyframe interval of the demonstration's encoders, half a second.
   */
  private static final Map<String, String> QUICK =
      Map.of(
          "packaging.segmentTargetMs", "500",
          "packaging.partTargetMs", "250",
          "packaging.windowSegments", "40",
          "failover.holdMs", "700");

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--languages",
      split = ",",
      defaultValue = "en,de",
      description = "One program and two encoders for each (default: ${DEFAULT-VALUE}).")
  private List<String> languages = List.of();

  private final CommandContext context;

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    @Nullable Path own = options.dataFolder == null ? temporaryFolder() : null;
    LoadedConfig loaded = quick(options, own, context.environment());
    PrintWriter out = context.out();
    RunningServer server;
    try {
      server = context.runner().start(loaded.config());
    } catch (StartupException e) {
      deleteAll(own);
      throw e;
    }
    try {
      Demo demo = Demo.start(demoOptions(server.access(), languages), out::println);
      return context.life().await(new DemoServer(server, demo, own), out::flush);
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      deleteAll(own);
      throw new StartupException("the demonstration could not start: " + e.getMessage(), e);
    }
  }

  /** The demonstration's configuration; {@code own} goes before the data folder of the options. */
  static LoadedConfig quick(
      ConfigOptions options, @Nullable Path own, Map<String, String> environment)
      throws StartupException {
    Map<String, String> overrides = new LinkedHashMap<>(QUICK);
    Path folder = own == null ? options.dataFolder : own;
    if (folder != null) {
      overrides.put("storage.dataFolder", folder.toString());
    }
    return ConfigLoader.load(options.file, environment, overrides);
  }

  static DemoOptions demoOptions(Access access, List<String> languages) {
    String password = access.firstPassword();
    return new DemoOptions(
        access.http(),
        access.session().get(),
        access.authority(),
        Path.of(System.getProperty("user.home"), ".cache", "understudy"),
        languages,
        DemoOptions.RESTART_AFTER,
        password == null ? null : "user admin, one-time password " + password);
  }

  private static Path temporaryFolder() throws StartupException {
    try {
      return Files.createTempDirectory("understudy-demo-");
    } catch (IOException e) {
      throw new StartupException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static void deleteAll(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A temporary folder: the system clears what is left.
      return;
    }
  }

  /** The server, the encoders before it, and the folder that goes with them. */
  private record DemoServer(RunningServer server, Demo demo, @Nullable Path folder)
      implements RunningServer {

    @Override
    public List<String> banner() {
      return server.banner();
    }

    @Override
    public Access access() {
      return server.access();
    }

    @Override
    public void close() {
      demo.close();
      server.close();
      deleteAll(folder);
    }
  }
}
