package live.understudy.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.understudy.media.Leg;
import live.understudy.server.Understudy;
import live.understudy.server.cli.RunningServer;
import live.understudy.server.config.ConfigLoader;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.demo.DemoApi;
import live.understudy.testing.FreePort;
import org.jspecify.annotations.Nullable;

/** Where the end-to-end tests get their server from: the product's own start, on free ports. */
final class TestServers {
  private static final List<String> PORTS =
      List.of(
          "http.port",
          "http.tlsPort",
          "rtmps.primary.port",
          "rtmps.backup.port",
          "rtmp.primary.port",
          "rtmp.backup.port");

  private TestServers() {}

  /** Starts a server that keeps its state in {@code dataFolder}, which must be empty. */
  static TestServer start(Path dataFolder) throws Exception {
    return start(dataFolder, Map.of());
  }

  /** The same with more settings, by their dotted keys. */
  static TestServer start(Path dataFolder, Map<String, String> more) throws Exception {
    Map<String, String> settings = settings(dataFolder);
    settings.putAll(more);
    ServerConfig config = ConfigLoader.load(null, Map.of(), settings).config();
    RunningServer running = new Understudy().start(config);
    String password = String.valueOf(running.access().firstPassword());
    return new Started(running, logIn(running.access().http(), password), config);
  }

  /** Free ports and the data folder, by their dotted keys. */
  static Map<String, String> settings(Path dataFolder) throws IOException {
    Map<String, String> settings = freePorts();
    settings.put("rtmp.enabled", "false");
    settings.put("storage.dataFolder", dataFolder.toString());
    return settings;
  }

  /** A bearer token for the administrator. */
  static String logIn(URI http, String password) throws IOException, InterruptedException {
    try (DemoApi api = new DemoApi(http, null)) {
      Map<String, String> credentials = Map.of("username", "admin", "password", password);
      return api.post("/api/v1/sessions", credentials).require(201).path("token").asString();
    }
  }

  /** All are held open at once, so that no two are the same. */
  private static Map<String, String> freePorts() throws IOException {
    Map<String, String> ports = new TreeMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (String key : PORTS) {
      ServerSocket socket = FreePort.hold();
      held.add(socket);
      ports.put(key, Integer.toString(socket.getLocalPort()));
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private record Started(RunningServer running, String token, ServerConfig config)
      implements TestServer {
    @Override
    public URI http() {
      return running.access().http();
    }

    @Override
    public int httpsPort() {
      return config.http().tlsPort();
    }

    @Override
    public URI ingest(Leg leg) {
      int port =
          leg == Leg.PRIMARY ? config.rtmps().primary().port() : config.rtmps().backup().port();
      return URI.create("rtmps://127.0.0.1:" + port + "/live");
    }

    @Override
    public URI plainIngest(Leg leg) {
      int port =
          leg == Leg.PRIMARY ? config.rtmp().primary().port() : config.rtmp().backup().port();
      return URI.create("rtmp://127.0.0.1:" + port + "/live");
    }

    @Override
    public @Nullable Path authority() {
      return running.access().authority();
    }

    @Override
    public void close() {
      running.close();
    }
  }
}
