package live.understudy.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code wrk} and {@code h2load}, one thread on one core, TLS 1.3 with AES-128-GCM alone. */
final class LoadGenerator {
  /** wrk rounds what it prints; this does not. */
  private static final String REPORT =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.bytes,
          summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  private static final String OPENSSL =
      """
      openssl_conf = all
      [all]
      ssl_conf = ssl
      [ssl]
      system_default = only
      [only]
      MinProtocol = TLSv1.3
      Ciphersuites = TLS_AES_128_GCM_SHA256
      """;

  private static final Pattern WRK = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+) (\\d+)");
  private static final Pattern H2_REQUESTS =
      Pattern.compile("requests: (\\d+) total.* (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern H2_TIME = Pattern.compile("finished in ([0-9.]+)(us|ms|s|m),");
  private static final Pattern H2_DONE = Pattern.compile(" (\\d+) succeeded");
  private static final Pattern H2_TRAFFIC = Pattern.compile("traffic: \\S+ \\((\\d+)\\) total");
  private static final Pattern H2_CIPHER = Pattern.compile("Cipher: (\\S+)");
  private static final int LIMIT_S = 30;

  private final Path folder;
  private final List<String> prefix;
  private final Map<String, String> environment;

  /** What was answered within a time. */
  record Result(long requests, long bytes, double seconds, long failures) {}

  /**
   * @param folder for its files
   * @param prefix what stands before the command, such as {@code taskset -c 1}
   */
  LoadGenerator(Path folder, List<String> prefix) throws IOException {
    this.folder = folder;
    this.prefix = prefix;
    Path openssl = Files.writeString(folder.resolve("openssl.cnf"), OPENSSL);
    Files.writeString(folder.resolve("report.lua"), REPORT);
    this.environment = Map.of("OPENSSL_CONF", openssl.toString());
  }

  /** HTTP/1.1 over keep-alive connections. */
  Result http1(String url, int connections, int seconds) throws Exception {
    String output =
        run(
            seconds,
            "wrk",
            "-t",
            "1",
            "-c",
            "" + connections,
            "-d",
            seconds + "s",
            "--timeout",
            "20s",
            "-s",
            folder.resolve("report.lua").toString(),
            url);
    Matcher result = find(WRK, output);
    return new Result(
        Long.parseLong(result.group(1)),
        Long.parseLong(result.group(2)),
        Long.parseLong(result.group(3)) / 1e6,
        Long.parseLong(result.group(4)));
  }

  /** HTTP/2 with so many requests at once on each connection. */
  Result http2(String url, int connections, int streams, int seconds) throws Exception {
    String output =
        run(
            seconds,
            "h2load",
            "-t",
            "1",
            "-c",
            "" + connections,
            "-m",
            "" + streams,
            "-D",
            "" + seconds,
            // Windows of 16 MiB, as browsers give.
            "-w",
            "24",
            "-W",
            "24",
            url);
    String cipher = find(H2_CIPHER, output).group(1);
    if (!cipher.equals("TLS_AES_128_GCM_SHA256")) {
      throw new IOException("h2load and " + url + " agreed on " + cipher);
    }
    Matcher requests = find(H2_REQUESTS, output);
    Matcher time = find(H2_TIME, output);
    double unit =
        switch (time.group(2)) {
          case "us" -> 1e-6;
          case "ms" -> 1e-3;
          case "m" -> 60;
          default -> 1;
        };
    return new Result(
        Long.parseLong(find(H2_DONE, output).group(1)),
        Long.parseLong(find(H2_TRAFFIC, output).group(1)),
        unit * Double.parseDouble(time.group(1)),
        Long.parseLong(requests.group(2)) + Long.parseLong(requests.group(4)));
  }

  /** Throws when a server does not take the cipher that both are compared with. */
  void checkCipher(String url) throws Exception {
    String output =
        run(1, "openssl", "s_client", "-connect", url.substring("https://".length()), "-brief");
    if (!output.contains("TLS_AES_128_GCM_SHA256") || !output.contains("TLSv1.3")) {
      throw new IOException(url + " does not agree on TLS 1.3 with AES-128-GCM: " + output);
    }
  }

  private String run(int seconds, String... command) throws Exception {
    String[] all = new String[prefix.size() + command.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < prefix.size() ? prefix.get(i) : command[i - prefix.size()];
    }
    return Tools.run(folder, environment, Duration.ofSeconds(seconds + LIMIT_S), all);
  }

  private static Matcher find(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("not understood: " + output);
    }
    return matcher;
  }
}
