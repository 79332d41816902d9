package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** nginx-rtmp that pushes on what FFmpeg sends it; to RTMPS through nginx's own stream proxy. */
record NginxRelay() implements Encoder {
  private static final Path MODULES = Path.of("/usr/lib/nginx/modules");
  private static final String RTMP_MODULE = "ngx_rtmp_module.so";
  private static final String STREAM_MODULE = "ngx_stream_module.so";

  @Override
  public String id() {
    return "nginx-rtmp";
  }

  @Override
  public String version() throws NotInstalledException, IOException, InterruptedException {
    String version = Tools.version("nginx/(\\S+)", Tools.find("nginx"), "-v");
    if (!Files.exists(MODULES.resolve(RTMP_MODULE))) {
      throw new NotInstalledException("nginx has no RTMP module");
    }
    return "nginx-rtmp of nginx " + version + ", pushing";
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    if (address.route().tls() && !Files.exists(MODULES.resolve(STREAM_MODULE))) {
      throw new CannotException("push knows no TLS, and nginx's stream module is not installed");
    }
    Path folder = studio.newFolder("nginx");
    int port = Tools.freePort();
    int proxyPort = Tools.freePort();
    String configuration = configuration(address, port, proxyPort);
    Files.writeString(folder.resolve("nginx.conf"), configuration);
    List<String> nginx =
        List.of(Tools.find("nginx"), "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr");
    List<String> check = new java.util.ArrayList<>(nginx);
    check.add("-t");
    Running running = new Running(address);
    Tools.Said said = Tools.run(folder, check);
    if (said.exit() != 0) {
      running.close();
      throw new CannotException(running.clean(said.text().lines().findFirst().orElse("")));
    }
    running.start(nginx, folder);
    Ports.await(port);
    running.start(studio.projector(codecs, "rtmp://127.0.0.1:" + port + "/live/a"), folder);
    return running.repeatedBy(push(address, proxyPort));
  }

  @Override
  public String complaint(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches(".*\\[(warn|error|crit|emerg)\\].*"))
        .findFirst()
        .orElse("it does not push, and does not say why");
  }

  private static String push(Address address, int proxyPort) {
    String to =
        address.route().tls()
            ? "nginx: push %s; stream proxy_ssl on to HOST"
                .formatted(address.mask(address.through(proxyPort).urlWithUser()))
            : "nginx: push %s".formatted(address.mask(address.urlWithUser()));
    return to.replace("127.0.0.1:" + proxyPort, "PROXY");
  }

  private static String configuration(Address address, int port, int proxyPort) {
    String stream =
        """
        load_module %s;
        stream {
          server {
            listen 127.0.0.1:%d;
            proxy_pass 127.0.0.1:%d;
            proxy_ssl on;
            proxy_ssl_protocols TLSv1.2 TLSv1.3;
            proxy_ssl_verify on;
            proxy_ssl_verify_depth 3;
            proxy_ssl_name localhost;
            proxy_ssl_trusted_certificate %s;
          }
        }
        """
            .formatted(
                MODULES.resolve(STREAM_MODULE), proxyPort, address.port(), address.authority());
    boolean tls = address.route().tls();
    String url = (tls ? address.through(proxyPort) : address).urlWithUser();
    // Modules come before blocks.
    String[] parts = stream.split("\n", 2);
    return """
    load_module %s;
    %s
    daemon off;
    master_process off;
    worker_processes 1;
    pid nginx.pid;
    error_log stderr info;
    events { worker_connections 64; }
    %s
    rtmp {
      access_log off;
      server {
        listen 127.0.0.1:%d;
        application live {
          live on;
          push "%s";
        }
      }
    }
    """
        .formatted(
            MODULES.resolve(RTMP_MODULE), tls ? parts[0] : "", tls ? parts[1] : "", port, url);
  }

  /** Waiting for a program to listen. */
  static final class Ports {
    private static final long TIMEOUT_S = 20;

    private Ports() {}

    static void await(int port) throws IOException, InterruptedException {
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
      while (System.nanoTime() < deadlineNs) {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
          return;
        } catch (IOException e) {
          java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
      }
      throw new IOException("nothing listens on the relay's port");
    }
  }
}
