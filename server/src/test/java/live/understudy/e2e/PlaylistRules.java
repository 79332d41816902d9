package live.understudy.e2e;

import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules that bind a live media playlist, within one refresh and from one to the next (RFC
 * 8216bis sections 4.4.3, 4.4.4 and 6.2). A pure observer: texts and their times go in, violations
 * come out.
 */
final class PlaylistRules {
  /** One listed segment, with what carries over from the tags before it. */
  record Listed(
      long msn,
      String uri,
      @Nullable String map,
      long discontinuityNumber,
      double durationS,
      Optional<OffsetDateTime> dateTime,
      boolean gap) {}

  private final MediaPlaylistParser parser = new MediaPlaylistParser(ParsingMode.LENIENT);
  private final long slackNs;
  private final Set<String> violations = new LinkedHashSet<>();
  private NavigableMap<Long, Listed> listed = new TreeMap<>();
  private @Nullable MediaPlaylist previous;
  private long lastGrowthNs;
  private long longestWithoutGrowthNs;

  /**
   * @param slackNs how much later than it appeared a new segment may be noticed: the interval of
   *     polling and what a busy machine adds
   */
  PlaylistRules(long slackNs) {
    this.slackNs = slackNs;
  }

  /** Takes a refresh and returns what it lists. */
  List<Listed> observe(String text, long nowNs) {
    MediaPlaylist playlist;
    try {
      playlist = parser.readPlaylist(text);
    } catch (PlaylistParserException e) {
      violations.add("not a media playlist: " + e.getMessage());
      return List.of();
    }
    checkHead(playlist, text);
    NavigableMap<Long, Listed> now = list(playlist);
    now.values().forEach(segment -> checkSegment(segment, playlist.targetDuration()));
    MediaPlaylist before = previous;
    if (before == null) {
      lastGrowthNs = nowNs;
    } else {
      compare(before, playlist, now);
      checkPace(playlist, now, nowNs);
    }
    checkWindow(playlist, now);
    previous = playlist;
    listed = now;
    return List.copyOf(now.values());
  }

  private void checkHead(MediaPlaylist playlist, String text) {
    require(text.contains("#EXT-X-DISCONTINUITY-SEQUENCE:"), "has no discontinuity sequence");
    require(playlist.playlistType().isEmpty(), "is live and has a playlist type");
  }

  private static NavigableMap<Long, Listed> list(MediaPlaylist playlist) {
    TreeMap<Long, Listed> result = new TreeMap<>();
    long msn = playlist.mediaSequence();
    long discontinuity = playlist.discontinuitySequence();
    @Nullable String map = null;
    for (MediaSegment segment : playlist.mediaSegments()) {
      if (segment.discontinuity()) {
        discontinuity++;
      }
      if (segment.segmentMap().isPresent()) {
        map = segment.segmentMap().get().uri();
      }
      result.put(
          msn,
          new Listed(
              msn,
              segment.uri(),
              map,
              discontinuity,
              segment.duration(),
              segment.programDateTime(),
              segment.gap()));
      msn++;
    }
    return result;
  }

  private void checkSegment(Listed segment, int targetDurationS) {
    String name = "segment " + segment.msn();
    // Section 4.4.3.1: "rounded to the nearest integer, MUST be less than or equal to the target".
    require(
        Math.round(segment.durationS()) <= targetDurationS, name + " exceeds the target duration");
    require(segment.dateTime().isPresent(), name + " has no date");
    require(segment.map() != null, name + " has no init section");
  }

  private void compare(
      MediaPlaylist before, MediaPlaylist now, NavigableMap<Long, Listed> segments) {
    require(now.targetDuration() == before.targetDuration(), "the target duration changed");
    require(now.mediaSequence() >= before.mediaSequence(), "the media sequence went back");
    require(
        now.discontinuitySequence() >= before.discontinuitySequence(),
        "the discontinuity sequence went back");
    for (Listed segment : segments.values()) {
      Listed old = listed.get(segment.msn());
      if (old != null && !old.equals(segment)) {
        violations.add("segment " + segment.msn() + " changed from " + old + " to " + segment);
      }
    }
    if (!listed.isEmpty()) {
      require(!segments.isEmpty(), "the list became empty");
      require(
          segments.isEmpty() || segments.lastKey() >= listed.lastKey(),
          "the last segment vanished");
      require(
          segments.isEmpty() || segments.firstKey() <= listed.lastKey() + 1,
          "segments were skipped");
    }
    if (!before.ongoing()) {
      require(listed.equals(segments) && !now.ongoing(), "the list changed after its end");
    }
  }

  /** Section 6.2.1: a new segment no later than 1.5 times the target duration after the last. */
  private void checkPace(MediaPlaylist playlist, NavigableMap<Long, Listed> segments, long nowNs) {
    boolean grew =
        !segments.isEmpty() && (listed.isEmpty() || segments.lastKey() > listed.lastKey());
    long sinceNs = nowNs - lastGrowthNs;
    if (!listed.isEmpty() && (playlist.ongoing() || grew)) {
      longestWithoutGrowthNs = Math.max(longestWithoutGrowthNs, sinceNs);
      long latestNs = playlist.targetDuration() * 1_500_000_000L + slackNs;
      require(sinceNs <= latestNs, "no new segment within 1.5 target durations");
    }
    if (grew || listed.isEmpty()) {
      lastGrowthNs = nowNs;
    }
  }

  /** Section 6.2.2: never removed so that less than three target durations are left. */
  private void checkWindow(MediaPlaylist playlist, NavigableMap<Long, Listed> segments) {
    double windowS = segments.values().stream().mapToDouble(Listed::durationS).sum();
    boolean removed = playlist.mediaSequence() > 0;
    require(
        !removed || !playlist.ongoing() || windowS >= 3.0 * playlist.targetDuration() - 0.001,
        "the window is shorter than three target durations");
  }

  private void require(boolean kept, String violation) {
    if (!kept) {
      violations.add(violation);
    }
  }

  /** Whatever else the viewer noticed, such as a listed segment that cannot be fetched. */
  void violated(String violation) {
    violations.add(violation);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  boolean ended() {
    MediaPlaylist last = previous;
    return last != null && !last.ongoing();
  }

  double longestWithoutNewSegmentS() {
    return longestWithoutGrowthNs / 1e9;
  }
}
