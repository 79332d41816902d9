package live.understudy.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understudy, with low-latency programs: parts, segments, previews, recording. */
final class UnderstudyIngest implements IngestServer {
  private static final int MAX_LANGUAGES = 32;
  private static final Pattern DIRECT =
      Pattern.compile("(?m)^jvm_buffer_memory_used_bytes\\{id=\"direct\"\\} (\\S+)");
  private static final Pattern RETAINED =
      Pattern.compile("(?m)^understudy_media_retained_bytes (\\S+)");

  private final ServerUnderTest server;
  private final Map<String, List<String>> keysOf = new LinkedHashMap<>();

  UnderstudyIngest(Path home, List<String> prefix) throws Exception {
    server =
        ServerUnderTest.start(
            home,
            prefix,
            Map.of(
                "UNDERSTUDY_RTMPS_ENABLED", "true",
                "UNDERSTUDY_INGEST_MAX_CONNECTIONS", "4000",
                // One stream is sent as fast as it is taken.
                "UNDERSTUDY_INGEST_MAX_MBIT_PER_S", "100000"));
  }

  ServerUnderTest server() {
    return server;
  }

  /** Bytes of the buffers outside of the heap, the memory for parts included. */
  long directBytes() throws Exception {
    return metric(DIRECT);
  }

  @Override
  public long retainedBytes() throws Exception {
    return metric(RETAINED);
  }

  private long metric(Pattern pattern) throws Exception {
    Matcher value = pattern.matcher(server.studio().text("/metrics"));
    if (!value.find()) {
      throw new IOException("the metrics do not tell " + pattern);
    }
    return (long) Double.parseDouble(String.valueOf(value.group(1)));
  }

  @Override
  public String name() {
    return "Understudy";
  }

  @Override
  public InetSocketAddress address(boolean tls) {
    return tls ? server.rtmps() : server.rtmp();
  }

  @Override
  public List<String> keys(int count) throws Exception {
    List<String> keys = new ArrayList<>();
    while (keys.size() < count) {
      String event = "ingest-" + keysOf.size();
      List<String> languages = new ArrayList<>();
      for (int i = 0; i < Math.min(MAX_LANGUAGES, count - keys.size()); i++) {
        languages.add("" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
      }
      List<String> made = List.copyOf(server.studio().create(event, languages, true).values());
      keysOf.put(event, made);
      keys.addAll(made);
    }
    return keys;
  }

  @Override
  public void onAir(List<String> keys) throws Exception {
    for (Map.Entry<String, List<String>> event : keysOf.entrySet()) {
      if (keys.containsAll(event.getValue())) {
        server.studio().goLive(event.getKey());
      }
    }
  }

  @Override
  public List<Long> pids() {
    return List.of(server.pid());
  }

  @Override
  public void close() throws Exception {
    server.tellTrouble();
    server.close();
  }
}
