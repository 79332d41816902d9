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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx-rtmp with HLS into a folder, one worker; TLS is ended by nginx before it. */
final class NginxRtmp implements IngestServer {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final int STOP_TIMEOUT_S = 10;
  private static final Path MODULES = Path.of("/usr/lib/nginx/modules");

  private final Process process;
  private final Path folder;
  private final int port;
  private final int tlsPort;

  /**
   * @param prefix what stands before the command, such as {@code taskset -c 0}
   * @param tls holds {@code server.pem} and {@code server-key.pem}
   */
  NginxRtmp(List<String> prefix, Path tls) throws Exception {
    folder = Files.createTempDirectory("understudy-benchmark-nginx-");
    port = freePort();
    tlsPort = freePort();
    Path hls = Files.createDirectory(folder.resolve("hls"));
    Files.writeString(folder.resolve("nginx.conf"), configuration(hls, tls));
    // The worker gives up the rights of root.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(hls, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> command =
        Stream.concat(
                prefix.stream(),
                Stream.of(Tools.path("nginx"), "-p", folder.toString(), "-c", "nginx.conf"))
            .toList();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Await.until(START_TIMEOUT, "nginx; see " + folder, () -> accepts(port) && accepts(tlsPort));
  }

  private String configuration(Path hls, Path tls) throws IOException {
    StringBuilder modules = new StringBuilder();
    for (String module : List.of("ngx_stream_module.so", "ngx_rtmp_module.so")) {
      if (Files.exists(MODULES.resolve(module))) {
        modules.append("load_module ").append(MODULES.resolve(module)).append(";\n");
      }
    }
    return modules
        + """
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 16384;
        error_log stderr warn;
        pid %1$s/nginx.pid;
        events { worker_connections 8192; use epoll; multi_accept on; }
        rtmp {
          access_log off;
          server {
            listen 127.0.0.1:%4$d;
            chunk_size 4096;
            application live {
              live on;
              hls on;
              hls_path %2$s;
              hls_fragment 2s;
              hls_playlist_length 12s;
            }
          }
        }
        stream {
          ssl_certificate %3$s/server.pem;
          ssl_certificate_key %3$s/server-key.pem;
          ssl_protocols TLSv1.3;
          ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
          server { listen 127.0.0.1:%5$d ssl; proxy_pass 127.0.0.1:%4$d; tcp_nodelay on; }
        }
        """
            .formatted(folder, hls, tls, port, tlsPort);
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

  @Override
  public String name() {
    return "nginx-rtmp";
  }

  @Override
  public InetSocketAddress address(boolean tls) {
    return new InetSocketAddress("127.0.0.1", tls ? tlsPort : port);
  }

  @Override
  public List<String> keys(int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add("s" + i + "x" + System.nanoTime());
    }
    return keys;
  }

  @Override
  public void onAir(List<String> keys) {}

  @Override
  public List<Long> pids() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }
}
