package live.understudy.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import live.understudy.server.config.StartupException;

/** Where the process begins. */
public final class Main {

  /** Read by Netty when its first class is loaded. */
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

  private Main() {}

  /** Runs the command that {@code arguments} name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Where tests look for leaks of all buffers, a server would only pay for looking at some.
    System.setProperty(LEAK_DETECTION, System.getProperty(LEAK_DETECTION, "disabled"));
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
