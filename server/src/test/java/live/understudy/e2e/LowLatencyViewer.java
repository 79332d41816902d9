package live.understudy.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import live.understudy.e2e.PartRules.PartId;
import live.understudy.e2e.PlaylistText.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A strict low-latency client: it asks for every hinted part before it exists and for every
 * playlist before it is written, mostly as a delta update, and checks that a segment is its parts.
 */
final class LowLatencyViewer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final long SLACK_NS = 1_500_000_000L;
  private static final int WHOLE_EVERY = 4;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final PlaylistRules rules = new PlaylistRules(SLACK_NS);
  private final Map<String, byte[]> parts = new HashMap<>();
  private final List<Long> behindUs = new ArrayList<>();
  private final List<String> samples = new ArrayList<>();
  private final URI playlist;
  private final Thread thread;
  private volatile boolean stopping;
  private int reloads;
  private int deltas;
  private int wholeSegments;
  private long lastChecked = -1;

  private LowLatencyViewer(URI playlist) {
    this.playlist = playlist;
    this.thread = Thread.ofVirtual().name("low-latency-viewer").unstarted(this::run);
  }

  /** Begins at the end of a media playlist. */
  static LowLatencyViewer watch(URI mediaPlaylist) {
    LowLatencyViewer viewer = new LowLatencyViewer(mediaPlaylist);
    viewer.thread.start();
    return viewer;
  }

  /**
   * What was seen.
   *
   * @param behindUs how much later than the playlist that lists it each hinted part was complete,
   *     microseconds; negative when it came first
   * @param wholeSegments how many segments were found to be the sum of their parts
   */
  record Recording(
      int parts,
      int reloads,
      int deltas,
      int wholeSegments,
      int hintsDropped,
      List<Long> behindUs,
      List<Long> betweenPartsNs,
      double longestWithoutNewPartS,
      List<String> violations) {
    private static long quantile(List<Long> values, double share) {
      List<Long> sorted = values.stream().map(Math::abs).sorted().toList();
      return sorted.isEmpty()
          ? -1
          : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    @Override
    public String toString() {
      return "parts %d, reloads %d, deltas %d, whole segments %d, hints dropped %d; "
              .formatted(parts, reloads, deltas, wholeSegments, hintsDropped)
          + "part and the playlist that lists it apart p50 %d us, p99 %d us; "
              .formatted(quantile(behindUs, 0.5), quantile(behindUs, 0.99))
          + "between parts p50 %d ms, p90 %d ms, p99 %d ms, at most %.0f ms; %s"
              .formatted(
                  quantile(betweenPartsNs, 0.5) / 1_000_000,
                  quantile(betweenPartsNs, 0.9) / 1_000_000,
                  quantile(betweenPartsNs, 0.99) / 1_000_000,
                  longestWithoutNewPartS * 1_000,
                  violations);
    }
  }

  private void run() {
    try {
      rules.observe(text(""), System.nanoTime());
      while (!stopping && !rules.ended()) {
        follow();
      }
    } catch (IOException | CompletionException e) {
      if (!stopping) {
        rules.violated("gave up: " + e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One part: the reload that waits for it and the part itself, both asked for at once. */
  private void follow() throws IOException, InterruptedException {
    PartId newest = rules.parts().newest();
    String hint = rules.parts().hint();
    if (newest == null || hint == null) {
      throw new IOException("neither a part nor a hint is listed");
    }
    long[] completeNs = new long[1];
    CompletableFuture<HttpResponse<byte[]>> part =
        http.sendAsync(request(hint), HttpResponse.BodyHandlers.ofByteArray())
            .whenComplete((_, _) -> completeNs[0] = System.nanoTime());
    boolean delta = ++reloads % WHOLE_EVERY != 0;
    String query = "?_HLS_msn=" + newest.msn() + "&_HLS_part=" + (newest.index() + 1);
    String text = text(query + (delta ? "&_HLS_skip=YES" : ""));
    long listedNs = System.nanoTime();
    rules.observe(text, listedNs);
    deltas += text.contains("#EXT-X-SKIP") ? 1 : 0;
    if (reloads <= WHOLE_EVERY) {
      samples.add(text);
    }
    PartId now = rules.parts().newest();
    boolean ended = rules.ended();
    if (!ended && newest.equals(now)) {
      rules.violated("a blocking reload brought nothing new after " + newest);
    }
    if (text.contains("\"" + hint + "\"") && !text.contains("HINT:TYPE=PART,URI=\"" + hint)) {
      keep(hint, part.join());
      behindUs.add((completeNs[0] - listedNs) / 1000);
    } else if (!ended) {
      int status = part.join().statusCode();
      if (status != 404) {
        rules.violated("the dropped part " + hint + " was answered with " + status);
      }
    }
    fetchMissed(text);
    checkSegments(text);
  }

  private void keep(String uri, HttpResponse<byte[]> response) {
    if (response.statusCode() == 200) {
      parts.put(uri, response.body());
    } else {
      rules.violated("part " + uri + " is listed and answered with " + response.statusCode());
    }
  }

  /** Parts that came together with others, or in place of the one hinted at. */
  private void fetchMissed(String text) throws IOException, InterruptedException {
    for (Entry entry : PlaylistText.read(text).entries()) {
      for (PlaylistText.PartTag part : entry.parts()) {
        if (!parts.containsKey(part.uri())) {
          HttpRequest request = request(part.uri());
          keep(part.uri(), http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
      }
    }
  }

  private void checkSegments(String text) throws IOException, InterruptedException {
    PlaylistText read = PlaylistText.read(text);
    String skipped = read.attribute("EXT-X-SKIP", "SKIPPED-SEGMENTS");
    long msn =
        read.number("EXT-X-MEDIA-SEQUENCE", 0) + (skipped == null ? 0 : Long.parseLong(skipped));
    for (Entry entry : read.entries()) {
      String uri = entry.uri();
      if (msn > lastChecked && uri != null && !entry.parts().isEmpty()) {
        lastChecked = msn;
        checkSegment(uri, entry);
      }
      msn++;
    }
  }

  private void checkSegment(String uri, Entry entry) throws IOException, InterruptedException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (PlaylistText.PartTag part : entry.parts()) {
      byte @Nullable [] bytes = parts.get(part.uri());
      whole.writeBytes(bytes == null ? new byte[0] : bytes);
    }
    HttpResponse<byte[]> response =
        http.send(request(uri), HttpResponse.BodyHandlers.ofByteArray());
    boolean same =
        response.statusCode() == 200 && Arrays.equals(whole.toByteArray(), response.body());
    if (same) {
      wholeSegments++;
    } else {
      rules.violated(uri + " is not the sum of its parts, " + response.statusCode());
    }
  }

  private String text(String query) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request(query), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " for the playlist " + query);
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpRequest request(String reference) {
    URI uri = reference.isEmpty() ? playlist : playlist.resolve(reference);
    // URI.resolve drops the last name before a query alone.
    URI whole = reference.startsWith("?") ? URI.create(playlist + reference) : uri;
    return HttpRequest.newBuilder(whole).timeout(TIMEOUT).build();
  }

  /** Stops watching, asks hls.js about some of the playlists, and returns what was seen. */
  Recording stop() throws IOException, InterruptedException {
    stopping = true;
    thread.join(TIMEOUT);
    http.shutdownNow();
    HlsJsReader.check(samples);
    return new Recording(
        parts.size(),
        reloads,
        deltas,
        wholeSegments,
        rules.parts().hintsDropped(),
        List.copyOf(behindUs),
        rules.parts().betweenPartsNs(),
        rules.parts().longestWithoutNewPartS(),
        rules.violations());
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
