package live.understudy.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
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

  @Mixin private ConfigOptions options = new ConfigOptions();
  private final CommandContext context;

  RehearseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    LoadedConfig loaded = DemoCommand.quick(options, null, context.environment());
    PrintWriter out = context.out();
    RunningServer server = context.runner().start(loaded.config());
    try (server) {
      server.banner().forEach(out::println);
      Demo.start(DemoCommand.demoOptions(server.access(), java.util.List.of("en")), out::println)
          .close();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new StartupException("the rehearsal failed: " + e.getMessage(), e);
    }
  }
}
