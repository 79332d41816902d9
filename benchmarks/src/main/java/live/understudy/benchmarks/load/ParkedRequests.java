package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many viewers who wait for the same part: what they cost, and when the last one is answered. */
final class ParkedRequests {
  static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("requests", "5000");
    DEFAULTS.put("protocols", "http1,http2");
    DEFAULTS.put("rounds", "5");
  }

  private static final Pattern HINT =
      Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s");
  private static final String FOLDER = "/live/bench/en/";
  private static final int STREAMS_PER_CONNECTION = 100;

  /** Time to look at the heap twice before the part comes that all wait for. */
  private static final int SEGMENT_S = 6;

  private static final int FILES_TO_SPARE = 300;
  private static final Duration PARKED = Duration.ofMillis(1_500);
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(60);
  private static final long ANSWER_TIMEOUT_S = 30;

  private final Path home;
  private final Options options;
  private final int requests;

  ParkedRequests(Path home, Options options) {
    this.home = home;
    this.options = options;
    this.requests = options.number("requests");
  }

  Table run() throws Exception {
    if (ProcFs.maxOpenFiles() < requests + FILES_TO_SPARE) {
      throw new IOException("too few open files are allowed; before: ulimit -n " + 2 * requests);
    }
    Table table =
        new Table(
            "Protocol",
            "round",
            "parked",
            "heap idle MB",
            "heap parked MB",
            "bytes per request",
            "RSS idle MB",
            "RSS parked MB",
            "first ms",
            "median ms",
            "last ms",
            "not 200");
    for (String protocol : options.texts("protocols")) {
      EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
      try (ServerUnderTest server = ServerUnderTest.start(home, List.of(), settings())) {
        measure(server, group, protocol, table);
      } finally {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
      }
    }
    return table;
  }

  private Map<String, String> settings() {
    return Map.of(
        "UNDERSTUDY_PACKAGING_SEGMENT_TARGET_MS", Integer.toString(1_000 * SEGMENT_S),
        "UNDERSTUDY_HTTP_MAX_CONNECTIONS", Integer.toString(Math.max(20_000, 2 * requests)));
  }

  private void measure(ServerUnderTest server, EventLoopGroup group, String protocol, Table table)
      throws Exception {
    Publisher publisher = onAir(server, group);
    List<Function<String, CompletableFuture<ViewerConnection.Answer>>> viewers =
        protocol.equals("http2") ? http2(server, group) : http1(server, group);
    // Connections are as they are between two requests.
    awaitAll(askAll(viewers, FOLDER + "media.m3u8"));
    for (int round = 1; round <= options.number("rounds"); round++) {
      table.row(round(server, publisher, viewers, protocol, round));
    }
    server.tellTrouble();
    publisher.close();
  }

  private String[] round(
      ServerUnderTest server,
      Publisher publisher,
      List<Function<String, CompletableFuture<ViewerConnection.Answer>>> viewers,
      String protocol,
      int round)
      throws Exception {
    long msn = awaitSegment(server, publisher) + 1;
    long idleHeap = JavaHeap.liveBytes(server.pid());
    long idleResident = ProcFs.residentBytes(server.pid());
    String path = FOLDER + "media.m3u8?_HLS_msn=" + msn + "&_HLS_part=0";
    List<CompletableFuture<ViewerConnection.Answer>> answers = askAll(viewers, path);
    Await.pass(PARKED, publisher::check);
    long parked = answers.stream().filter(answer -> !answer.isDone()).count();
    long heap = JavaHeap.liveBytes(server.pid());
    long resident = ProcFs.residentBytes(server.pid());
    List<ViewerConnection.Answer> got = awaitAll(answers);
    byte[] part = server.studio().bytes(FOLDER + msn + ".0.m4s");
    long sentNs = publisher.sentNs(SyntheticStream.lastFrameIn(part));
    Latencies latencies = new Latencies();
    got.forEach(answer -> latencies.add(answer.atNs() - sentNs));
    long wrong = got.stream().filter(answer -> answer.status() != 200).count();
    return new String[] {
      protocol,
      Integer.toString(round),
      Long.toString(parked),
      megabytes(idleHeap),
      megabytes(heap),
      Long.toString((heap - idleHeap) / requests),
      megabytes(idleResident),
      megabytes(resident),
      latencies.percentileMs(0),
      latencies.percentileMs(50),
      latencies.percentileMs(100),
      Long.toString(wrong)
    };
  }

  /** Waits for the first part of a segment; gives the segment's number. */
  private static long awaitSegment(ServerUnderTest server, Publisher publisher) throws Exception {
    long[] msn = new long[1];
    Await.until(
        LIVE_TIMEOUT,
        "a segment's second part to be hinted at",
        () -> {
          publisher.check();
          Matcher hint = HINT.matcher(server.studio().text(FOLDER + "media.m3u8"));
          boolean second = hint.find() && hint.group(2).equals("1");
          msn[0] = second ? Long.parseLong(hint.group(1)) : 0;
          return second;
        });
    return msn[0];
  }

  private static Publisher onAir(ServerUnderTest server, EventLoopGroup group) throws Exception {
    String key = server.studio().create("bench", List.of("en"), true).get("en");
    int keyframeFrames = SEGMENT_S * SyntheticStream.FRAMES_PER_SECOND;
    SyntheticStream stream = SyntheticStream.small(keyframeFrames);
    Publisher publisher = new Publisher(group.next(), stream, String.valueOf(key));
    publisher
        .connect(server.rtmp(), new InetSocketAddress("127.0.0.1", 0))
        .get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
    publisher.start(0);
    server.studio().goLive("bench");
    String playlist = FOLDER + "media.m3u8";
    Await.until(LIVE_TIMEOUT, playlist, () -> !server.studio().text(playlist).isEmpty());
    return publisher;
  }

  private List<Function<String, CompletableFuture<ViewerConnection.Answer>>> http1(
      ServerUnderTest server, EventLoopGroup group) throws Exception {
    List<Function<String, CompletableFuture<ViewerConnection.Answer>>> viewers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      viewers.add(ViewerConnection.open(group.next(), server.http())::get);
    }
    return viewers;
  }

  private List<Function<String, CompletableFuture<ViewerConnection.Answer>>> http2(
      ServerUnderTest server, EventLoopGroup group) throws Exception {
    SslContext tls = Http2Viewers.tls();
    List<Function<String, CompletableFuture<ViewerConnection.Answer>>> viewers = new ArrayList<>();
    while (viewers.size() < requests) {
      Http2Viewers connection = Http2Viewers.open(group.next(), tls, server.https());
      for (int i = 0; i < STREAMS_PER_CONNECTION && viewers.size() < requests; i++) {
        viewers.add(connection::get);
      }
    }
    return viewers;
  }

  private static List<CompletableFuture<ViewerConnection.Answer>> askAll(
      List<Function<String, CompletableFuture<ViewerConnection.Answer>>> viewers, String path) {
    return viewers.stream().map(viewer -> viewer.apply(path)).toList();
  }

  /** Those that fail count as answers without a status. */
  private static List<ViewerConnection.Answer> awaitAll(
      List<CompletableFuture<ViewerConnection.Answer>> answers) throws Exception {
    List<ViewerConnection.Answer> all = new ArrayList<>();
    for (CompletableFuture<ViewerConnection.Answer> answer : answers) {
      try {
        all.add(answer.get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        all.add(new ViewerConnection.Answer(0, new byte[0], System.nanoTime()));
      }
    }
    return all;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
