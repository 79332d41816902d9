package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the last byte of a part at the publisher's socket to the last byte of that part at a viewer
 * who waits for it, with many programs at once.
 */
final class PartLatency {
  static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("streams", "1,50,100");
    DEFAULTS.put("warm-up-s", "30");
    DEFAULTS.put("seconds", "120");
  }

  private static final int KEYFRAME_FRAMES = 60;
  private static final int MAX_LANGUAGES = 32;

  /** The server takes 64 connections of encoders from one address. */
  private static final int PUBLISHERS_PER_ADDRESS = 50;

  private static final long CONNECT_TIMEOUT_S = 20;
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(60);

  private final Path home;
  private final Options options;

  PartLatency(Path home, Options options) {
    this.home = home;
    this.options = options;
  }

  Table run() throws Exception {
    Table table =
        new Table(
            "Streams",
            "Parts",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
            "hints not kept",
            "faults",
            "encoder late, max ms",
            "server CPU per stream, % of a core",
            "server RSS MB");
    for (int streams : options.numbers("streams")) {
      EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
      try (ServerUnderTest server = ServerUnderTest.start(home, List.of(), Map.of())) {
        measure(server, group, streams, table);
      } finally {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
      }
    }
    return table;
  }

  private void measure(ServerUnderTest server, EventLoopGroup group, int streams, Table table)
      throws Exception {
    List<Publisher> publishers = new ArrayList<>();
    List<PartViewer> viewers = new ArrayList<>();
    Latencies latencies = new Latencies();
    List<String> events = new ArrayList<>();
    for (int first = 0; first < streams; first += MAX_LANGUAGES) {
      String event = "bench-" + events.size();
      events.add(event);
      List<String> languages = languages(Math.min(MAX_LANGUAGES, streams - first));
      Map<String, String> keys = server.studio().create(event, languages, true);
      for (Map.Entry<String, String> entry : keys.entrySet()) {
        Publisher publisher = publish(server, group, entry.getValue(), publishers.size(), streams);
        publishers.add(publisher);
        String folder = "/live/" + event + "/" + entry.getKey() + "/";
        viewers.add(new PartViewer(folder, publisher, latencies));
      }
    }
    for (String event : events) {
      server.studio().goLive(event);
    }
    for (PartViewer viewer : viewers) {
      String path = viewer.folder() + "media.m3u8";
      Await.until(LIVE_TIMEOUT, path, () -> !server.studio().text(path).isEmpty());
      viewer.start(group.next(), server.http());
    }
    Runnable healthy = () -> publishers.forEach(Publisher::check);
    Await.pass(Duration.ofSeconds(options.number("warm-up-s")), healthy);
    publishers.forEach(Publisher::takeLatestNs);
    double cpuBefore = ProcFs.cpuSeconds(List.of(server.pid()));
    long beganNs = System.nanoTime();
    viewers.forEach(viewer -> viewer.count(true));
    Await.pass(Duration.ofSeconds(options.number("seconds")), healthy);
    viewers.forEach(viewer -> viewer.count(false));
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    double cpu = ProcFs.cpuSeconds(List.of(server.pid())) - cpuBefore;
    long latestNs = publishers.stream().mapToLong(Publisher::takeLatestNs).max().orElse(0);
    int unkept = viewers.stream().mapToInt(PartViewer::unkept).sum();
    int wrong = viewers.stream().mapToInt(PartViewer::wrong).sum();
    table.row(
        Integer.toString(streams),
        Integer.toString(latencies.count()),
        latencies.percentileMs(50),
        latencies.percentileMs(90),
        latencies.percentileMs(99),
        latencies.percentileMs(100),
        Integer.toString(unkept),
        Integer.toString(wrong),
        Latencies.ms(latestNs),
        String.format(Locale.ROOT, "%.2f", 100 * cpu / seconds / streams),
        Long.toString(ProcFs.residentBytes(server.pid()) / 1_000_000));
    server.tellTrouble();
    viewers.forEach(PartViewer::close);
    publishers.forEach(Publisher::close);
  }

  /** Each begins at another moment of the two seconds between keyframes. */
  private static Publisher publish(
      ServerUnderTest server, EventLoopGroup group, String key, int index, int streams)
      throws Exception {
    Publisher publisher = new Publisher(group.next(), new SyntheticStream(KEYFRAME_FRAMES), key);
    InetSocketAddress from =
        new InetSocketAddress("127.0.0." + (1 + index / PUBLISHERS_PER_ADDRESS), 0);
    publisher.connect(server.rtmp(), from).get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
    long gopNs = 1_000_000_000L * KEYFRAME_FRAMES / SyntheticStream.FRAMES_PER_SECOND;
    publisher.start(gopNs * index / streams);
    return publisher;
  }

  private static List<String> languages(int count) {
    List<String> languages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      languages.add("" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }
    return languages;
  }
}
