package live.understudy.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import live.understudy.e2e.PlaylistText;
import live.understudy.e2e.PlaylistText.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Notes when each part (low latency) or segment (classic) is first listed. Low-latency playlists
 * are waited for, classic ones fetched ten times a second.
 */
final class Pace implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long POLL_NS = 100_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI playlist;
  private final boolean parts;
  private final List<Listed> listed = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopping;

  /** What was listed last: a segment's number and how many parts of it. */
  private long newestMsn = -1;

  private int newestParts;

  /**
   * A part or segment.
   *
   * @param atMs when it was first listed, wall clock
   * @param endMs the date of its end, as the playlist tells
   */
  record Listed(long atMs, long endMs) {
    long behindMs() {
      return atMs - endMs;
    }
  }

  private Pace(URI playlist, boolean parts) {
    this.playlist = playlist;
    this.parts = parts;
    this.thread = Thread.ofVirtual().name("pace").unstarted(this::run);
  }

  static Pace watch(URI mediaPlaylist, boolean parts) {
    Pace pace = new Pace(mediaPlaylist, parts);
    pace.thread.start();
    return pace;
  }

  private void run() {
    while (!stopping) {
      try {
        boolean waits = parts && newestMsn >= 0;
        String query = waits ? "?_HLS_msn=" + newestMsn + "&_HLS_part=" + newestParts : "";
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(playlist + query)).timeout(TIMEOUT).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          observe(PlaylistText.read(response.body()), System.currentTimeMillis());
        }
        if (!waits || response.statusCode() != 200) {
          LockSupport.parkNanos(POLL_NS);
        }
      } catch (IOException e) {
        LockSupport.parkNanos(POLL_NS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void observe(PlaylistText text, long nowMs) {
    boolean first = newestMsn < 0;
    long msn = text.number("EXT-X-MEDIA-SEQUENCE", 0);
    for (Entry entry : text.entries()) {
      observe(entry, msn++, nowMs);
    }
    if (first) {
      // Of what was there before nobody knows since when.
      listed.clear();
    }
  }

  private void observe(Entry entry, long msn, long nowMs) {
    String date = entry.dateTime();
    if (msn < newestMsn || date == null) {
      return;
    }
    long beginMs = OffsetDateTime.parse(date).toInstant().toEpochMilli();
    int known = msn == newestMsn ? newestParts : 0;
    if (!parts) {
      if (entry.uri() != null && msn > newestMsn) {
        listed.add(new Listed(nowMs, beginMs + Math.round(entry.durationS() * 1000)));
        newestMsn = msn;
      }
      return;
    }
    double endS = 0;
    for (int i = 0; i < entry.parts().size(); i++) {
      endS += entry.parts().get(i).durationS();
      if (i >= known) {
        listed.add(new Listed(nowMs, beginMs + Math.round(endS * 1000)));
      }
    }
    newestMsn = msn;
    newestParts = entry.parts().size();
    if (entry.uri() != null) {
      newestMsn = msn + 1;
      newestParts = 0;
    }
  }

  /** Everything so far. */
  synchronized List<Listed> listed() {
    return List.copyOf(listed);
  }

  /**
   * How long after a fault the program went on: in low latency until the first part was listed that
   * holds what came after the fault, in classic until the next segment was. Null when none was.
   */
  static @Nullable Long nextMs(List<Listed> listed, boolean parts, long faultMs) {
    long behindMs =
        listed.stream()
            .filter(each -> each.atMs() < faultMs)
            .mapToLong(Listed::behindMs)
            .min()
            .orElse(0);
    for (Listed each : listed) {
      boolean holdsLater = !parts || each.endMs() > faultMs - behindMs;
      if (each.atMs() >= faultMs && holdsLater) {
        return each.atMs() - faultMs;
      }
    }
    return null;
  }

  /** How much later after its date than before the fault a part or segment was listed, at most. */
  static long latestMs(List<Listed> listed, long faultMs) {
    long[] before =
        listed.stream()
            .filter(each -> each.atMs() < faultMs)
            .mapToLong(Listed::behindMs)
            .sorted()
            .toArray();
    long usualMs = before.length == 0 ? 0 : before[before.length / 2];
    return listed.stream()
        .filter(each -> each.atMs() >= faultMs)
        .mapToLong(each -> Math.max(0, each.behindMs() - usualMs))
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
