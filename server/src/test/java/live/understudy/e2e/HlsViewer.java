package live.understudy.e2e;

import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
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
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/**
 * A plain HLS client that never asks for what is not listed, checks {@link PlaylistRules} at every
 * refresh, keeps every segment, and fetches old ones again to see that their bytes stay the same.
 */
final class HlsViewer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long POLL_NS = 400_000_000;
  private static final long SLACK_NS = 1_000_000_000;
  private static final int OLD_SEGMENT_EVERY = 5;
  private static final int SEGMENTS_BEHIND_LIVE = 3;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final PlaylistRules rules = new PlaylistRules(SLACK_NS);
  private final TreeMap<Long, PlaylistRules.Listed> segments = new TreeMap<>();
  private final Map<Long, byte[]> bytes = new HashMap<>();
  private final Map<String, byte[]> inits = new HashMap<>();
  private final List<String> httpErrors = new ArrayList<>();
  private final URI playlist;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long lastMsn = -1;

  private HlsViewer(URI playlist) {
    this.playlist = playlist;
    this.thread = Thread.ofVirtual().name("hls-viewer").unstarted(this::run);
  }

  /**
   * Begins to watch three segments behind the live edge.
   *
   * @param uri a media playlist, or a multivariant playlist whose first variant is taken; it must
   *     list a segment already
   */
  static HlsViewer watch(URI uri) throws IOException, InterruptedException {
    HlsViewer viewer = new HlsViewer(uri);
    URI media = viewer.mediaPlaylist(uri);
    HlsViewer watching = media.equals(uri) ? viewer : new HlsViewer(media);
    watching.thread.start();
    return watching;
  }

  private URI mediaPlaylist(URI uri) throws IOException, InterruptedException {
    String text = text(uri);
    if (!text.contains("#EXT-X-STREAM-INF")) {
      return uri;
    }
    MasterPlaylistParser parser = new MasterPlaylistParser(ParsingMode.LENIENT);
    return uri.resolve(parser.readPlaylist(text).variants().getFirst().uri());
  }

  private void run() {
    int refreshes = 0;
    long dueNs = System.nanoTime();
    while (!stopping && !rules.ended()) {
      try {
        refresh(refreshes++);
      } catch (IOException e) {
        httpErrors.add("playlist: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
      dueNs = Math.max(dueNs + POLL_NS, System.nanoTime());
      LockSupport.parkNanos(dueNs - System.nanoTime());
    }
  }

  private void refresh(int number) throws IOException, InterruptedException {
    String text = text(playlist);
    List<PlaylistRules.Listed> listed = rules.observe(text, System.nanoTime());
    int begin = number == 0 ? Math.max(0, listed.size() - SEGMENTS_BEHIND_LIVE) : 0;
    long first = segments.isEmpty() && begin < listed.size() ? listed.get(begin).msn() : 0;
    for (PlaylistRules.Listed segment : listed) {
      if (segment.msn() >= first
          && !segments.containsKey(segment.msn())
          && !isBeforeStart(segment)) {
        fetch(segment);
      }
    }
    if (number % OLD_SEGMENT_EVERY == OLD_SEGMENT_EVERY - 1 && !listed.isEmpty()) {
      fetchAgain(listed.getFirst());
    }
  }

  private boolean isBeforeStart(PlaylistRules.Listed segment) {
    return !segments.isEmpty() && segment.msn() < segments.firstKey();
  }

  private void fetch(PlaylistRules.Listed segment) throws InterruptedException {
    segments.put(segment.msn(), segment);
    lastMsn = segment.msn();
    if (segment.gap()) {
      return;
    }
    try {
      String map = segment.map();
      if (map != null && !inits.containsKey(map)) {
        inits.put(map, get(playlist.resolve(map)));
      }
      bytes.put(segment.msn(), get(playlist.resolve(segment.uri())));
    } catch (IOException e) {
      rules.violated(
          "segment " + segment.msn() + " is listed and not to be had: " + e.getMessage());
    }
  }

  /** The first listed segment is the one that would be gone first, were it gone too early. */
  private void fetchAgain(PlaylistRules.Listed segment) throws InterruptedException {
    try {
      byte[] again = get(playlist.resolve(segment.uri()));
      byte[] before = bytes.get(segment.msn());
      if (before != null && !Arrays.equals(before, again)) {
        rules.violated("segment " + segment.msn() + " changed its bytes");
      }
    } catch (IOException e) {
      rules.violated("segment " + segment.msn() + " is listed and gone: " + e.getMessage());
    }
  }

  private String text(URI uri) throws IOException, InterruptedException {
    return new String(get(uri), StandardCharsets.UTF_8);
  }

  private byte[] get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " for " + uri.getPath());
    }
    return response.body();
  }

  /** The media sequence number of the newest segment fetched, or -1. */
  long lastMsn() {
    return lastMsn;
  }

  List<String> violations() {
    return rules.violations();
  }

  /** Stops watching and returns what was seen. */
  Recording stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    http.close();
    return new Recording(
        List.copyOf(segments.values()),
        Map.copyOf(bytes),
        Map.copyOf(inits),
        rules.violations(),
        List.copyOf(httpErrors),
        rules.longestWithoutNewSegmentS());
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    http.shutdownNow();
  }

  /** Everything a viewer got. */
  record Recording(
      List<PlaylistRules.Listed> segments,
      Map<Long, byte[]> bytes,
      Map<String, byte[]> inits,
      List<String> violations,
      List<String> httpErrors,
      double longestWithoutNewSegmentS) {

    /** Decodes every segment on its own, as a player that begins there must be able to. */
    FrameNumbers frames(FfmpegProgram ffmpeg, int width, int height)
        throws IOException, InterruptedException {
      List<FrameNumbers> parts = new ArrayList<>();
      for (PlaylistRules.Listed segment : segments) {
        byte[] body = bytes.get(segment.msn());
        if (body != null) {
          ByteArrayOutputStream media = new ByteArrayOutputStream();
          byte @Nullable [] init = inits.get(segment.map());
          media.writeBytes(init == null ? new byte[0] : init);
          media.writeBytes(body);
          parts.add(FrameNumbers.decode(ffmpeg, media.toByteArray(), width, height));
        }
      }
      return FrameNumbers.concat(parts);
    }

    long discontinuities() {
      return segments.getLast().discontinuityNumber() - segments.getFirst().discontinuityNumber();
    }
  }
}
