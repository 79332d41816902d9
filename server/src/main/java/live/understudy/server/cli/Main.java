package live.understudy.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import live.understudy.server.config.StartupException;

/** Where the process begins. */
public final class Main {

  private Main() {}

  /** Runs the command that {@code arguments} name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        CommandLineTool.run(
            new CommandContext(
                System.getenv(),
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                config -> installedRunner().start(config),
                ProcessLife.untilSignal()),
            arguments));
  }

  private static ServerRunner installedRunner() throws StartupException {
    return ServiceLoader.load(ServerRunner.class)
        .findFirst()
        .orElseThrow(() -> new StartupException("this build contains no server to run"));
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
