package live.understudy.server.http;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.understudy.testing.Await;
import live.understudy.testing.FreePort;

/** The real nginx with {@code deploy/nginx.conf}; only ports and paths are other ones. */
final class Nginx implements AutoCloseable {

  private static final List<String> TEMPORARY =
      List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi");

  final int port;
  private final Process process;

  Nginx(Path folder, Path tls, int originPort) throws Exception {
    port = FreePort.find();
    String text = Files.readString(configuration());
    text = replaced(text, "127.0.0.1:8080", "127.0.0.1:" + originPort);
    text = replaced(text, "listen 8444", "listen 127.0.0.1:" + port);
    text = replaced(text, "/etc/nginx/understudy.pem", tls.resolve("server.pem").toString());
    text = replaced(text, "/etc/nginx/understudy.key", tls.resolve("server-key.pem").toString());
    text = replaced(text, "/var/cache/nginx/understudy", folder.resolve("cache").toString());
    StringBuilder paths = new StringBuilder("http {\n");
    for (String name : TEMPORARY) {
      paths.append(name).append("_temp_path ").append(folder.resolve(name)).append(";\n");
    }
    text = replaced(text, "http {", paths.toString());
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, "pid " + folder.resolve("nginx.pid") + ";\n" + user() + text);
    File log = folder.resolve("error.log").toFile();
    process =
        new ProcessBuilder(
                "nginx",
                "-p",
                folder.toString(),
                "-c",
                file.toString(),
                "-g",
                "daemon off;",
                "-e",
                "stderr")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    Await.until(
        Await.PATIENCE,
        () -> "nginx: " + text(log.toPath()),
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  static boolean isInstalled() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nginx")));
  }

  /** Its workers would give up root's rights, and the test's folder is root's. */
  private static String user() {
    return System.getProperty("user.name").equals("root") ? "user root;\n" : "";
  }

  private static Path configuration() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("deploy/nginx.conf"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "no deploy/nginx.conf");
    }
    return folder.resolve("deploy/nginx.conf");
  }

  private static String replaced(String text, String what, String with) {
    if (!text.contains(what)) {
      throw new IllegalStateException("not in nginx.conf: " + what);
    }
    return text.replace(what, with);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
