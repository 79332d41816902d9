package live.understudy.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code understudy} without a command serves. */
@Command(
    name = "understudy",
    description = "A server for live events that nothing can interrupt.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class RootCommand implements Callable<Integer> {

  @Mixin private ConfigOptions options = new ConfigOptions();
  private final CommandContext context;

  RootCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return ServeCommand.serve(options, context);
  }
}
