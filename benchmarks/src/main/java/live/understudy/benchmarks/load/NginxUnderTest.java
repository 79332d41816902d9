package live.understudy.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx with one worker on one core that serves a folder from the file system's cache. */
final class NginxUnderTest implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final int STOP_TIMEOUT_S = 10;

  private final Process process;
  private final int httpPort;
  private final int httpsPort;

  private NginxUnderTest(Process process, int httpPort, int httpsPort) {
    this.process = process;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
  }

  /**
   * Starts it.
   *
   * @param prefix what stands before the command, such as {@code taskset -c 0}
   * @param folder for configuration and logs
   * @param files what is served as {@code /}
   * @param tls holds {@code server.pem} and {@code server-key.pem}
   */
  static NginxUnderTest start(List<String> prefix, Path folder, Path files, Path tls)
      throws Exception {
    int http = freePort();
    int https = freePort();
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration(folder, files, tls, http, https));
    // The worker gives up the rights of root, and the temporary folder is its owner's alone.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        Stream.concat(
                prefix.stream(),
                Stream.of(Tools.path("nginx"), "-p", folder.toString(), "-c", "nginx.conf"))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    NginxUnderTest nginx = new NginxUnderTest(process, http, https);
    Await.until(START_TIMEOUT, "nginx; see " + folder, () -> accepts(https));
    return nginx;
  }

  private static String configuration(Path folder, Path files, Path tls, int http, int https) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 8192;
    error_log stderr warn;
    pid %1$s/nginx.pid;
    events { worker_connections 4096; use epoll; multi_accept on; }
    http {
      types { application/vnd.apple.mpegurl m3u8; video/mp4 m4s mp4; }
      access_log off;
      sendfile on;
      tcp_nopush on;
      tcp_nodelay on;
      keepalive_timeout 75s;
      keepalive_requests 1000000000;
      open_file_cache max=100 inactive=60s;
      open_file_cache_valid 60s;
      http2_max_concurrent_streams 128;
      client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
      uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
      ssl_certificate %3$s/server.pem;
      ssl_certificate_key %3$s/server-key.pem;
      ssl_protocols TLSv1.3;
      ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
      ssl_session_cache shared:s:4m;
      server {
        listen 127.0.0.1:%4$d backlog=2048;
        listen 127.0.0.1:%5$d ssl http2 backlog=2048;
        root %2$s;
      }
    }
    """
        .formatted(folder, files, tls, http, https);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Master and worker. */
  List<Long> pids() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  String http() {
    return "http://127.0.0.1:" + httpPort;
  }

  String https() {
    return "https://127.0.0.1:" + httpsPort;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
