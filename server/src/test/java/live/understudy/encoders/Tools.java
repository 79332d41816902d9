package live.understudy.encoders;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.encoders.Encoder.NotInstalledException;

/** Programs of this machine. */
final class Tools {
  private static final long TIMEOUT_S = 120;

  private Tools() {}

  /** What a program has said and how it ended. */
  record Said(int exit, String text) {}

  static String find(String name) throws NotInstalledException {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator)) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw new NotInstalledException(name + " is not installed");
  }

  /** Runs a program to its end. */
  static Said run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile()).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " does not end");
    }
    return new Said(process.exitValue(), text);
  }

  /** The first group of a pattern in what a program says of itself. */
  static String version(String pattern, String... command)
      throws NotInstalledException, IOException, InterruptedException {
    String text = run(Path.of("."), List.of(command)).text();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new NotInstalledException(command[0] + " does not tell its version");
    }
    return matcher.group(1);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
