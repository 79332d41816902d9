package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A playlist and a segment of a live program from the server's memory, beside nginx that serves the
 * same bytes from files. Each server has one core, the load generator the other one.
 */
final class Delivery {
  static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("connections", "64,1000");
    DEFAULTS.put("objects", "playlist,segment");
    DEFAULTS.put("protocols", "http,https,http2");
    DEFAULTS.put("seconds", "8");
    DEFAULTS.put("rounds", "3");
    DEFAULTS.put("warm-up-s", "10");
    DEFAULTS.put("server-core", "0");
    DEFAULTS.put("load-core", "1");
  }

  private static final String EVENT_FOLDER = "/live/bench/en/";
  private static final int KEYFRAME_FRAMES = 60;

  /** About 1 kB of playlist. */
  private static final int LISTED_SEGMENTS = 11;

  private static final int FEW_CONNECTIONS = 100;
  private static final int STREAMS_OF_FEW = 10;
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(120);
  private static final long CONNECT_TIMEOUT_S = 20;

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
    try (ServerUnderTest server = ServerUnderTest.start(home, serverCore, settings)) {
      List<String> names = publishOnce(server);
      Path folder = Files.createTempDirectory("understudy-benchmark-nginx-");
      try (NginxUnderTest nginx =
          NginxUnderTest.start(
              serverCore, folder, mirror(server, folder, names), server.data().resolve("tls"))) {
        return contests(server, nginx, folder, names);
      } finally {
        Folders.delete(folder);
      }
    }
  }

  /** Feeds a program until its window is full; gives the names of its playlist and a segment. */
  private static List<String> publishOnce(ServerUnderTest server) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    String key = server.studio().create("bench", List.of("en"), false).get("en");
    Publisher publisher =
        new Publisher(group.next(), new SyntheticStream(KEYFRAME_FRAMES), String.valueOf(key));
    try {
      publisher
          .connect(server.rtmp(), new InetSocketAddress("127.0.0.1", 0))
          .get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
      publisher.start(0);
      server.studio().goLive("bench");
      String playlist = EVENT_FOLDER + "media.m3u8";
      Await.until(
          LIVE_TIMEOUT,
          "a full window",
          () -> {
            publisher.check();
            return segments(server.studio().text(playlist)).size() >= LISTED_SEGMENTS;
          });
    } finally {
      publisher.close();
    }
    // What was held is published, then the playlist stays as it is.
    Await.pass(Duration.ofSeconds(6), () -> {});
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    List<String> segments = segments(server.studio().text(EVENT_FOLDER + "media.m3u8"));
    // The last one may be what was left when the encoder went.
    return List.of("media.m3u8", segments.get(segments.size() - 3));
  }

  private static List<String> segments(String playlist) {
    return playlist.lines().filter(line -> line.endsWith(".m4s")).toList();
  }

  /** The same bytes as files under the same names. */
  private static Path mirror(ServerUnderTest server, Path folder, List<String> names)
      throws Exception {
    Path root = folder.resolve("files");
    Path files = root.resolve(EVENT_FOLDER.substring(1));
    Files.createDirectories(files);
    for (String name : names) {
      byte[] bytes = server.studio().bytes(EVENT_FOLDER + name);
      Files.write(files.resolve(name), bytes);
      System.err.println(name + ": " + bytes.length + " bytes");
    }
    return root;
  }

  private Table contests(
      ServerUnderTest server, NginxUnderTest nginx, Path folder, List<String> names)
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
        String path = EVENT_FOLDER + names.get(object.equals("playlist") ? 0 : 1);
        requireSame(server, folder, path);
        for (int connections : options.numbers("connections")) {
          String name = name(protocol, object, connections);
          try {
            contest(generator, protocol, path, connections, ours, theirs).report(name, table);
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
      String path,
      int connections,
      Contest.Side ours,
      Contest.Side theirs)
      throws Exception {
    int seconds = options.number("seconds");
    load(generator, protocol, path, connections, options.number("warm-up-s")).run(ours.base());
    load(generator, protocol, path, connections, seconds).run(theirs.base());
    Contest contest = new Contest();
    Contest.Load load = load(generator, protocol, path, connections, seconds);
    contest.play(options.number("rounds"), load, ours, theirs);
    return contest;
  }

  private static Contest.Load load(
      LoadGenerator generator, String protocol, String path, int connections, int seconds) {
    return protocol.equals("http2")
        ? base -> generator.http2(base + path, connections, streams(connections), seconds)
        : base -> generator.http1(base + path, connections, seconds);
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

  /** The program may not change, or the servers would be compared with different bytes. */
  private static void requireSame(ServerUnderTest server, Path folder, String path)
      throws Exception {
    byte[] ours = server.studio().bytes(path);
    byte[] theirs = Files.readAllBytes(folder.resolve("files" + path));
    if (!java.util.Arrays.equals(ours, theirs)) {
      throw new IOException(path + " changed: " + new String(ours, StandardCharsets.UTF_8));
    }
  }
}
