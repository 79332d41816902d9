package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Many publishers in real time, and what they cost Understudy and nginx-rtmp. */
final class IngestLoad {
  static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("publishers", "100,200");
    DEFAULTS.put("protocols", "rtmp,rtmps");
    DEFAULTS.put("servers", "understudy,nginx-rtmp");
    DEFAULTS.put("warm-up-s", "30");
    DEFAULTS.put("seconds", "60");
    DEFAULTS.put("unpaced-s", "5");
    DEFAULTS.put("connects", "50");
    DEFAULTS.put("cycles", "1000");
    DEFAULTS.put("half-open", "2000");
    DEFAULTS.put("server-core", "0");
    DEFAULTS.put("load-core", "1");
  }

  private static final int PUBLISHERS_PER_ADDRESS = 50;
  private static final long CONNECT_TIMEOUT_S = 20;
  private static final double MEGA = 1e6;

  private final Path home;
  private final Options options;
  private final List<String> serverCore;
  private final StreamBlock block = new StreamBlock();

  IngestLoad(Path home, Options options) {
    this.home = home;
    this.options = options;
    this.serverCore = List.of("taskset", "-c", options.text("server-core"));
  }

  Table[] run() throws Exception {
    Tools.require(List.of("taskset", "nginx"));
    Table realTime =
        new Table(
            "Publishers",
            "server",
            "CPU per stream, % of a core",
            "RSS MB, peak",
            "media in memory, MB",
            "lag p50 ms",
            "lag p99 ms",
            "lag max ms",
            "encoder late, max ms");
    Table single = new Table("Measure", "server", "value");
    Path folder = Files.createTempDirectory("understudy-benchmark-tls-");
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    pinSelf(folder);
    try {
      for (String server : options.texts("servers")) {
        for (String protocol : options.texts("protocols")) {
          for (int publishers : options.numbers("publishers")) {
            try (IngestServer under = start(server, folder)) {
              inRealTime(under, group, protocol, publishers, realTime);
            }
          }
        }
        try (IngestServer under = start(server, folder)) {
          new IngestExtremes(options, group, block, under).report(single);
        }
      }
    } finally {
      group.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
      Folders.delete(folder);
    }
    return new Table[] {realTime, single};
  }

  /** The load has a core of its own; its threads that are there already too. */
  private void pinSelf(Path folder) throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    Tools.run(
        folder,
        Map.of(),
        Duration.ofSeconds(10),
        "taskset",
        "-a",
        "-p",
        "-c",
        options.text("load-core"),
        pid);
  }

  /** nginx uses the certificate that Understudy made for itself. */
  private IngestServer start(String name, Path folder) throws Exception {
    if (name.equals("understudy")) {
      return new UnderstudyIngest(home, serverCore);
    }
    if (Files.notExists(folder.resolve("server.pem"))) {
      try (UnderstudyIngest once = new UnderstudyIngest(home, List.of())) {
        Path tls = once.server().data().resolve("tls");
        for (String file : List.of("server.pem", "server-key.pem")) {
          Files.copy(tls.resolve(file), folder.resolve(file));
        }
      }
    }
    return new NginxRtmp(serverCore, folder);
  }

  private void inRealTime(
      IngestServer server, EventLoopGroup group, String protocol, int count, Table table)
      throws Exception {
    Latencies warmUp = new Latencies();
    Latencies lags = new Latencies();
    SslContext tls = protocol.equals("rtmps") ? trusting() : null;
    List<BlockPublisher> publishers = new ArrayList<>();
    List<String> keys = server.keys(count);
    for (int i = 0; i < count; i++) {
      BlockPublisher publisher = new BlockPublisher(group.next(), block, lags, warmUp);
      publishers.add(publisher);
      publisher
          .connect(server.address(tls != null), from(i), keys.get(i), tls)
          .get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
      publisher.start(2_000_000_000L * i / count);
    }
    Runnable healthy = () -> publishers.forEach(BlockPublisher::check);
    server.onAir(keys);
    Await.pass(Duration.ofSeconds(options.number("warm-up-s")), healthy);
    publishers.forEach(BlockPublisher::count);
    double cpuBefore = ProcFs.cpuSeconds(server.pids());
    long beganNs = System.nanoTime();
    Await.pass(Duration.ofSeconds(options.number("seconds")), healthy);
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    double cpu = ProcFs.cpuSeconds(server.pids()) - cpuBefore;
    long latestNs = publishers.stream().mapToLong(BlockPublisher::takeLatestNs).max().orElse(0);
    table.row(
        count + " " + protocol,
        server.name(),
        String.format(Locale.ROOT, "%.3f", 100 * cpu / seconds / count),
        String.format(Locale.ROOT, "%.0f", peakBytes(server) / MEGA),
        String.format(Locale.ROOT, "%.0f", server.retainedBytes() / MEGA),
        lags.percentileMs(50),
        lags.percentileMs(99),
        lags.percentileMs(100),
        Latencies.ms(latestNs));
    System.err.println(count + " " + protocol + " on " + server.name() + ": done");
    publishers.forEach(BlockPublisher::close);
  }

  static double peakBytes(IngestServer server) throws Exception {
    double bytes = 0;
    for (long pid : server.pids()) {
      bytes += ProcFs.peakResidentBytes(pid);
    }
    return bytes;
  }

  /** The server counts connections of each address. */
  static InetSocketAddress from(int index) {
    return new InetSocketAddress("127.0.0." + (1 + index / PUBLISHERS_PER_ADDRESS), 0);
  }

  static @Nullable SslContext trusting() throws Exception {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .protocols("TLSv1.3")
        .ciphers(List.of("TLS_AES_128_GCM_SHA256"))
        .endpointIdentificationAlgorithm(null)
        .build();
  }
}
