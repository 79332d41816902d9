package live.understudy.server.cli;

import live.understudy.server.config.LoadedConfig;
import live.understudy.server.config.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config check} and {@code config show}. */
@Command(
    name = "config",
    description = "Checks or shows the configuration.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say `config check` or `config show`");
  }

  @Command(
      name = "check",
      description = "Says whether the configuration is right.",
      mixinStandardHelpOptions = true)
  int check(@Mixin ConfigOptions options) throws StartupException {
    LoadedConfig loaded = options.load(context.environment());
    int changed = loaded.settings().size();
    context
        .out()
        .println("The configuration is right; " + changed + " of its values are not the default.");
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Prints the configuration in force, and where each value is from.",
      mixinStandardHelpOptions = true)
  int show(@Mixin ConfigOptions options) throws StartupException {
    context.out().print(options.load(context.environment()).toYaml());
    return ExitCode.OK;
  }
}
