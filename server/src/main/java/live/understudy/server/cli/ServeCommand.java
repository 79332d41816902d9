package live.understudy.server.cli;

import java.util.concurrent.Callable;
import live.understudy.server.config.LoadedConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the server (also without a command).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private ConfigOptions options = new ConfigOptions();
  private final CommandContext context;

  ServeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return serve(options, context);
  }

  static int serve(ConfigOptions options, CommandContext context) throws Exception {
    LoadedConfig loaded = options.load(context.environment());
    RunningServer server = context.runner().start(loaded.config());
    return context.life().await(server, () -> announce(server, context));
  }

  private static void announce(RunningServer server, CommandContext context) {
    server.banner().forEach(context.out()::println);
    context.out().flush();
  }
}
