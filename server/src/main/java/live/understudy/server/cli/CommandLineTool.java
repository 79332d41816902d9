package live.understudy.server.cli;

import live.understudy.server.config.OneLine;
import live.understudy.server.config.StartupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command and gives its exit code; see {@link ExitCode}. */
final class CommandLineTool {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLineTool.class);

  private CommandLineTool() {}

  static int run(CommandContext context, String... arguments) {
    CommandLine commands =
        new CommandLine(new RootCommand(context))
            .addSubcommand(new ServeCommand(context))
            .addSubcommand(new DemoCommand(context))
            .addSubcommand(new RehearseCommand(context))
            .addSubcommand(new ConfigCommand(context))
            .addSubcommand(new VersionCommand(context))
            .setOut(context.out())
            .setErr(context.err())
            .setParameterExceptionHandler((e, args) -> usageProblem(e, context))
            .setExecutionExceptionHandler((e, commandLine, result) -> problem(e, context));
    int code = commands.execute(arguments);
    context.out().flush();
    context.err().flush();
    return code;
  }

  private static int usageProblem(ParameterException problem, CommandContext context) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    StringBuilder line = new StringBuilder("understudy: ").append(OneLine.of(text(problem)));
    if (problem instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean `").append(suggestions.getFirst()).append("`?");
      }
    }
    context.err().println(line.append(" (see `").append(command).append(" --help`)"));
    return ExitCode.USER;
  }

  private static String text(ParameterException problem) {
    String message = problem.getMessage();
    return message == null ? "wrong usage" : message;
  }

  private static int problem(Exception e, CommandContext context) {
    if (e instanceof StartupException) {
      context.err().println("understudy: " + OneLine.of(String.valueOf(e.getMessage())));
      return ExitCode.USER;
    }
    LOG.error("The command failed", e);
    context.err().println("understudy: internal error: " + e);
    return ExitCode.FAULT;
  }
}
