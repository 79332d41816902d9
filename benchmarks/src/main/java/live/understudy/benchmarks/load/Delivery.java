package live.understudy.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A playlist and a segment of a live program, beside nginx that serves the same bytes from files.
 * Each server has one core, the load generator the other one.
 */
final class Delivery {
  static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("connections", "64,1000");
    DEFAULTS.put("objects", "playlist,segment");
    DEFAULTS.put("protocols", "http,https,http2");
    DEFAULTS.put("seconds", "8");
    DEFAULTS.put("rounds", "3");
    DEFAULTS.put("warm-up-s", "20");
    DEFAULTS.put("server-core", "0");
    DEFAULTS.put("load-core", "1");
  }

  /** About 1 kB of playlist. */
  private static final int LISTED_SEGMENTS = 11;

  private static final int WARM_UP_RUN_S = 2;
  private static final int FEW_CONNECTIONS = 100;
  private static final int STREAMS_OF_FEW = 10;

  private final Path home;
  private final Options options;

  Delivery(Path home, Options options) {
    this.home = home;
    this.options = options;
  }

  Table run() throws Exception {
    Tools.require(List.of("wrk", "h2load", "nginx", "taskset"));
    List<String> serverCore = List.of("taskset", "-c", options.text("server-core"));
    Map<String, String> settings =
        Map.of("UNDERSTUDY_PACKAGING_WINDOW_SEGMENTS", Integer.toString(LISTED_SEGMENTS));
    try (ServerUnderTest server = ServerUnderTest.start(home, serverCore, settings);
        LiveObjects objects = LiveObjects.publish(server, LISTED_SEGMENTS)) {
      Path folder = Files.createTempDirectory("understudy-benchmark-nginx-");
      Path files = Files.createDirectories(folder.resolve("files"));
      try (NginxUnderTest nginx =
          NginxUnderTest.start(serverCore, folder, files, server.data().resolve("tls"))) {
        return contests(server, nginx, folder, objects.mirroredIn(files));
      } finally {
        Folders.delete(folder);
      }
    }
  }

  private Table contests(
      ServerUnderTest server, NginxUnderTest nginx, Path folder, LiveObjects.Mirror mirror)
      throws Exception {
    LoadGenerator generator =
        new LoadGenerator(folder, List.of("taskset", "-c", options.text("load-core")));
    String http = "http://127.0.0.1:" + server.http().getPort();
    String https = "https://127.0.0.1:" + server.https().getPort();
    generator.checkCipher(https);
    generator.checkCipher(nginx.https());
    List<Long> ourPids = List.of(server.pid());
    Table table = Contest.table();
    for (String protocol : options.texts("protocols")) {
      boolean tls = !protocol.equals("http");
      Contest.Side ours = new Contest.Side(tls ? https : http, ourPids);
      Contest.Side theirs = new Contest.Side(tls ? nginx.https() : nginx.http(), nginx.pids());
      for (String object : options.texts("objects")) {
        for (int connections : options.numbers("connections")) {
          String name = name(protocol, object, connections);
          try {
            Contest.Paths paths = () -> mirror.path(object.equals("playlist"));
            contest(generator, protocol, paths, connections, ours, theirs).report(name, table);
            System.err.println(name + ": done");
          } catch (IOException e) {
            // The others are worth their minutes without it.
            System.err.println(name + ": left out, " + e.getMessage());
          }
        }
      }
    }
    server.tellTrouble();
    return table;
  }

  private Contest contest(
      LoadGenerator generator,
      String protocol,
      Contest.Paths paths,
      int connections,
      Contest.Side ours,
      Contest.Side theirs)
      throws Exception {
    int seconds = options.number("seconds");
    Contest.Load load = load(generator, protocol, connections, seconds);
    warmUp(load(generator, protocol, connections, WARM_UP_RUN_S), paths, ours);
    load.run(theirs.base() + paths.next());
    Contest contest = new Contest();
    contest.play(options.number("rounds"), load, paths, ours, theirs);
    return contest;
  }

  /** In short runs, each with new connections: handshakes are code to be compiled, too. */
  private void warmUp(Contest.Load load, Contest.Paths paths, Contest.Side ours) throws Exception {
    for (int s = 0; s < options.number("warm-up-s"); s += WARM_UP_RUN_S) {
      load.run(ours.base() + paths.next());
    }
  }

  private static Contest.Load load(
      LoadGenerator generator, String protocol, int connections, int seconds) {
    return protocol.equals("http2")
        ? url -> generator.http2(url, connections, streams(connections), seconds)
        : url -> generator.http1(url, connections, seconds);
  }

  private static int streams(int connections) {
    return connections <= FEW_CONNECTIONS ? STREAMS_OF_FEW : 1;
  }

  private static String name(String protocol, String object, int connections) {
    List<String> words = new ArrayList<>(List.of(protocol, object, connections + " connections"));
    if (protocol.equals("http2")) {
      words.add(streams(connections) + " streams each");
    }
    return String.join(", ", words);
  }
}
