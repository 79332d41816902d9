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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/**
 * A plain HLS client that never asks for what is not listed, checks {@link PlaylistRules} at every
 * refresh, keeps every segment, and fetches old ones again to see that their bytes stay the same.
 * Where delta updates are offered every other refresh is one. What hls.js makes of some of the
 * playlists is checked at the end.
 */
public final class HlsViewer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_NS = 400_000_000;
  private static final long SLACK_NS = 2_000_000_000;
  private static final int OLD_SEGMENT_EVERY = 5;
  private static final int SEGMENTS_BEHIND_LIVE = 3;
  private static final int MOST_SAMPLES = 12;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final PlaylistRules rules = new PlaylistRules(SLACK_NS);
  private final TreeMap<Long, PlaylistRules.Listed> segments = new TreeMap<>();
  private final Map<Long, byte[]> bytes = new HashMap<>();
  private final Map<String, byte[]> inits = new HashMap<>();
  private final Map<String, byte[]> parts = new HashMap<>();
  private final Map<Long, List<String>> partsOf = new HashMap<>();
  private final List<String> httpErrors = new ArrayList<>();
  private final List<String> samples = new ArrayList<>();
  private final URI playlist;
  private final Thread thread;
  private String newestText = "";
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
  public static HlsViewer watch(URI uri) throws IOException, InterruptedException {
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
    boolean delta = number % 2 == 1 && newestText.contains("CAN-SKIP-UNTIL");
    String text = text(delta ? URI.create(playlist + "?_HLS_skip=YES") : playlist);
    List<PlaylistRules.Listed> listed = rules.observe(text, System.nanoTime());
    sample(text);
    fetchParts(text);
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

  /** Keeps a playlist that has other tags than the one before it. */
  private void sample(String text) {
    if (samples.size() < MOST_SAMPLES && !tags(text).equals(tags(newestText))) {
      samples.add(text);
    }
    newestText = text;
  }

  private static Set<String> tags(String text) {
    Set<String> tags = new TreeSet<>();
    text.lines()
        .filter(line -> line.startsWith("#"))
        .forEach(line -> tags.add(line.replaceAll("[:=].*", "")));
    return tags;
  }

  private boolean isBeforeStart(PlaylistRules.Listed segment) {
    return !segments.isEmpty() && segment.msn() < segments.firstKey();
  }

  private void fetch(PlaylistRules.Listed segment) throws IOException, InterruptedException {
    long msn = segment.msn();
    if (!segment.gap()) {
      String map = segment.map();
      if (map != null && !inits.containsKey(map)) {
        inits.put(map, getListed(map));
      }
      byte[] body = getListed(segment.uri());
      if (body.length > 0) {
        bytes.put(msn, body);
        checkParts(msn, body);
      }
    }
    segments.put(msn, segment);
    lastMsn = msn;
  }

  private void fetchParts(String text) throws IOException, InterruptedException {
    PlaylistText read = PlaylistText.read(text);
    String skipped = read.attribute("EXT-X-SKIP", "SKIPPED-SEGMENTS");
    long msn = read.number("EXT-X-MEDIA-SEQUENCE", 0);
    msn += skipped == null ? 0 : Long.parseLong(skipped);
    for (PlaylistText.Entry entry : read.entries()) {
      List<String> uris = entry.parts().stream().map(PlaylistText.PartTag::uri).toList();
      for (String uri : uris) {
        if (!parts.containsKey(uri)) {
          parts.put(uri, getListed(uri));
        }
      }
      if (!uris.isEmpty()) {
        partsOf.put(msn, uris);
      }
      msn++;
    }
  }

  /** A segment begins with the parts that were listed of it. */
  private void checkParts(long msn, byte[] segment) {
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    partsOf.getOrDefault(msn, List.of()).forEach(uri -> begun.writeBytes(parts.get(uri)));
    boolean begins =
        begun.size() <= segment.length
            && Arrays.equals(begun.toByteArray(), Arrays.copyOf(segment, begun.size()));
    if (!begins) {
      rules.violated("segment " + msn + " does not begin with its parts");
    }
  }

  /**
   * What is listed must be there; what is not is a violation and empty. A server that is gone, or
   * says that it is not ready (503), is asked again with the next refresh.
   */
  private byte[] getListed(String uri) throws IOException, InterruptedException {
    try {
      return get(playlist.resolve(uri));
    } catch (WrongStatus e) {
      if (e.status != 503) {
        rules.violated(uri + " is listed and not to be had: " + e.getMessage());
        return new byte[0];
      }
      throw e;
    }
  }

  /** An answer that is no success. */
  private static final class WrongStatus extends IOException {
    private static final long serialVersionUID = 1;
    final int status;

    WrongStatus(int status, String path) {
      super(status + " for " + path);
      this.status = status;
    }
  }

  /** The first listed segment is the one that would be gone first, were it gone too early. */
  private void fetchAgain(PlaylistRules.Listed segment) throws IOException, InterruptedException {
    byte[] before = bytes.get(segment.msn());
    byte[] again = getListed(segment.uri());
    if (before != null && !Arrays.equals(before, again)) {
      rules.violated("segment " + segment.msn() + " changed its bytes");
    }
  }

  private String text(URI uri) throws IOException, InterruptedException {
    return new String(get(uri), StandardCharsets.UTF_8);
  }

  private byte[] get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new WrongStatus(response.statusCode(), uri.getPath());
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

  /** Whether it has seen and fetched everything up to the playlist's end. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Stops watching and returns what was seen. */
  public Recording stop() throws IOException, InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    http.close();
    if (!newestText.isEmpty()) {
      samples.add(newestText);
    }
    HlsJsReader.check(samples);
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

  /** How the pictures of an init section and a segment are found. */
  private interface Decoding {
    FrameNumbers of(byte[] media) throws IOException, InterruptedException;
  }

  /** Everything a viewer got. */
  public record Recording(
      List<PlaylistRules.Listed> segments,
      Map<Long, byte[]> bytes,
      Map<String, byte[]> inits,
      List<String> violations,
      List<String> httpErrors,
      double longestWithoutNewSegmentS) {

    /**
     * What a player that has been there from the beginning shows, of pictures of any size, also of
     * more than one. A segment that begins without a keyframe is decoded behind the one before.
     */
    public FrameNumbers frames(FfmpegProgram ffmpeg) throws IOException, InterruptedException {
      return frames(media -> FrameNumbers.decode(ffmpeg, media), true);
    }

    /** Decodes every segment on its own, as a player that begins there must be able to. */
    FrameNumbers frames(FfmpegProgram ffmpeg, int width, int height)
        throws IOException, InterruptedException {
      return frames(media -> FrameNumbers.decode(ffmpeg, media, width, height), false);
    }

    private FrameNumbers frames(Decoding decoding, boolean joining)
        throws IOException, InterruptedException {
      List<FrameNumbers> parts = new ArrayList<>();
      ByteArrayOutputStream media = new ByteArrayOutputStream();
      @Nullable String map = null;
      for (PlaylistRules.Listed segment : segments) {
        byte[] body = bytes.get(segment.msn());
        if (body == null) {
          continue;
        }
        boolean goesOn = joining && Objects.equals(map, segment.map()) && !Keyframes.begin(body);
        if (!goesOn) {
          decode(media, decoding, parts);
          byte @Nullable [] init = inits.get(segment.map());
          media.writeBytes(init == null ? new byte[0] : init);
          map = segment.map();
        }
        media.writeBytes(body);
      }
      decode(media, decoding, parts);
      return FrameNumbers.concat(parts);
    }

    private static void decode(
        ByteArrayOutputStream media, Decoding decoding, List<FrameNumbers> into)
        throws IOException, InterruptedException {
      if (media.size() > 0) {
        into.add(decoding.of(media.toByteArray()));
        media.reset();
      }
    }

    public long discontinuities() {
      return segments.getLast().discontinuityNumber() - segments.getFirst().discontinuityNumber();
    }
  }
}
