package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One stream as fast as it goes; how soon a publisher is let in; who comes and goes; who stays. */
final class IngestExtremes {
  private static final long CONNECT_TIMEOUT_S = 60;
  private static final int WARM_UP_CYCLES = 600;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final double MEGA = 1e6;
  private static final int HALF_HELLO_BYTES = 700;
  private static final int BESIDE = 10;
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(90);

  private final Options options;
  private final EventLoopGroup group;
  private final StreamBlock block;
  private final IngestServer server;

  IngestExtremes(Options options, EventLoopGroup group, StreamBlock block, IngestServer server) {
    this.options = options;
    this.group = group;
    this.block = block;
    this.server = server;
  }

  void report(Table table) throws Exception {
    connects(table);
    unpaced(table);
    cycles(table);
    halfOpen(table);
  }

  private void row(Table table, String measure, String value) {
    table.row(measure, server.name(), value);
    System.err.println(measure + " on " + server.name() + ": " + value);
  }

  private BlockPublisher publish(String key, int index) throws Exception {
    BlockPublisher publisher =
        new BlockPublisher(group.next(), block, new Latencies(), new Latencies());
    publisher
        .connect(server.address(false), IngestLoad.from(index), key, null)
        .get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
    return publisher;
  }

  private void connects(Table table) throws Exception {
    Latencies times = new Latencies();
    for (int i = 0; i < options.number("connects"); i++) {
      String key = server.keys(1).getFirst();
      long beganNs = System.nanoTime();
      BlockPublisher publisher = publish(key, 0);
      times.add(System.nanoTime() - beganNs);
      publisher.close();
    }
    row(
        table,
        "connect to Publish.Start, ms, p50 / p99",
        times.percentileMs(50) + " / " + times.percentileMs(99));
  }

  private void unpaced(Table table) throws Exception {
    int seconds = options.number("unpaced-s");
    if (seconds == 0) {
      return;
    }
    List<String> keys = server.keys(1);
    BlockPublisher publisher = publish(keys.getFirst(), 0);
    publisher.startUnpaced();
    server.onAir(keys);
    Await.pass(WARM_UP, publisher::check);
    double cpu = ProcFs.cpuSeconds(server.pids());
    long before = publisher.sentBytes();
    long beganNs = System.nanoTime();
    Await.pass(Duration.ofSeconds(seconds), publisher::check);
    double took = (System.nanoTime() - beganNs) / 1e9;
    double bytes = publisher.sentBytes() - before;
    double busy = (ProcFs.cpuSeconds(server.pids()) - cpu) / took;
    publisher.close();
    row(
        table,
        "one unpaced stream, MB/s (core busy)",
        String.format(Locale.ROOT, "%.0f (%.0f %%)", bytes / took / MEGA, 100 * busy));
  }

  private void cycles(Table table) throws Exception {
    int cycles = options.number("cycles");
    if (cycles == 0) {
      return;
    }
    List<String> keys = server.keys(BESIDE);
    cycle(keys, Math.min(WARM_UP_CYCLES, cycles));
    String before = memory();
    long files = files();
    cycle(keys, cycles);
    row(
        table,
        cycles + " times connect, publish, be killed: " + memoryNames() + ", files",
        before + ", " + files + " → " + memory() + ", " + files());
  }

  private void cycle(List<String> keys, int cycles) throws Exception {
    for (int i = 0; i < cycles; i++) {
      BlockPublisher publisher = publish(keys.get(i % keys.size()), 0);
      publisher.start(-1_000_000_000L);
      Await.pass(Duration.ofMillis(10), publisher::check);
      publisher.close();
    }
    Await.pass(Duration.ofSeconds(3), () -> {});
  }

  private String memoryNames() {
    return server instanceof UnderstudyIngest ? "live heap MB, direct MB, RSS MB" : "RSS MB";
  }

  private String memory() throws Exception {
    long resident = 0;
    for (long pid : server.pids()) {
      resident += ProcFs.residentBytes(pid);
    }
    String rss = String.format(Locale.ROOT, "%.0f", resident / MEGA);
    return server instanceof UnderstudyIngest understudy
        ? String.format(
            Locale.ROOT,
            "%.1f, %.1f, %s",
            JavaHeap.liveBytes(server.pids().getFirst()) / MEGA,
            understudy.directBytes() / MEGA,
            rss)
        : rss;
  }

  private long files() throws IOException {
    long count = 0;
    for (long pid : server.pids()) {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
        count += open.count();
      }
    }
    return count;
  }

  /** Connections that stop in the middle of a handshake, beside encoders that work. */
  private void halfOpen(Table table) throws Exception {
    int count = options.number("half-open");
    if (count == 0) {
      return;
    }
    Latencies lags = new Latencies();
    List<BlockPublisher> beside = beside(lags);
    Runnable healthy = () -> beside.forEach(BlockPublisher::check);
    Await.pass(Duration.ofSeconds(5), healthy);
    String before = memory();
    long files = files();
    List<Socket> sockets = stopInTheHandshake(count);
    long most = files() - files;
    String during = memory();
    long sinceNs = System.nanoTime();
    boolean closed = true;
    try {
      Await.until(
          CLOSED_WITHIN,
          "half-open connections to be closed",
          () -> {
            healthy.run();
            return files() <= files;
          });
    } catch (IOException e) {
      closed = false;
    }
    double seconds = (System.nanoTime() - sinceNs) / 1e9;
    row(
        table,
        count + " half-open connections: " + memoryNames(),
        String.format(
            Locale.ROOT,
            "%s → %s with %d of them; %s; lag of %d others %s ms p99",
            before,
            during,
            most,
            closed
                ? String.format(Locale.ROOT, "all closed within %.1f s", seconds)
                : "not closed within " + CLOSED_WITHIN.toSeconds() + " s",
            BESIDE,
            lags.percentileMs(99)));
    for (Socket socket : sockets) {
      socket.close();
    }
    beside.forEach(BlockPublisher::close);
  }

  private List<BlockPublisher> beside(Latencies lags) throws Exception {
    List<BlockPublisher> beside = new ArrayList<>();
    List<String> keys = server.keys(BESIDE);
    for (int i = 0; i < BESIDE; i++) {
      BlockPublisher publisher = new BlockPublisher(group.next(), block, lags, lags);
      publisher
          .connect(server.address(false), IngestLoad.from(10_000), keys.get(i), null)
          .get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
      publisher.start(0);
      beside.add(publisher);
    }
    return beside;
  }

  private List<Socket> stopInTheHandshake(int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    byte[] half = new byte[HALF_HELLO_BYTES];
    half[0] = 3;
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      socket.bind(IngestLoad.from(i));
      socket.connect((InetSocketAddress) server.address(false), 5_000);
      socket.getOutputStream().write(half);
      sockets.add(socket);
    }
    return sockets;
  }
}
