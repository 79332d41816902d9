package live.understudy.e2e;

import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import live.understudy.e2e.PlaylistText.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The rules that bind a live media playlist, within one refresh and from one to the next (RFC
 * 8216bis sections 4.4.3, 4.4.4, 4.4.5 and 6.2). A pure observer: texts and their times go in,
 * violations come out. What concerns parts is in {@link PartRules}.
 */
public final class PlaylistRules {
  /** One listed segment, with what carries over from the tags before it. */
  public record Listed(
      long msn,
      String uri,
      @Nullable String map,
      long discontinuityNumber,
      double durationS,
      Optional<OffsetDateTime> dateTime,
      boolean gap) {}

  /** Tags that never change, and tags without which a playlist is not complete. */
  private static final List<String> CONSTANT =
      List.of("EXT-X-TARGETDURATION", "EXT-X-PART-INF", "EXT-X-SERVER-CONTROL");

  private static final long MOST_DATE_DRIFT_MS = 50;

  /** With an offset of {@code Z}, {@code +00:00} or {@code +0000}: all are ISO 8601. */
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[xxx][XX]")
          .toFormatter(Locale.ROOT);

  private static final int VERSION_OF_DELTA = 9;

  private final MediaPlaylistParser parser = new MediaPlaylistParser(ParsingMode.LENIENT);
  private final long slackNs;
  private final Set<String> violations = new LinkedHashSet<>();
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final PartRules parts;
  private NavigableMap<Long, Listed> listed = new TreeMap<>();
  private @Nullable PlaylistText previous;
  private long lastGrowthNs;
  private long longestWithoutGrowthNs;

  /**
   * @param slackNs how much later than it appeared a new segment or part may be noticed: the
   *     interval of polling and what a busy machine adds
   */
  PlaylistRules(long slackNs) {
    this.slackNs = slackNs;
    this.parts = new PartRules(slackNs, violations::add);
  }

  /** Takes a refresh, a whole playlist or a delta update, and returns what it lists. */
  List<Listed> observe(String text, long nowNs) {
    PlaylistText playlist;
    try {
      MediaPlaylist parsed = parser.readPlaylist(text);
      playlist = PlaylistText.read(text);
      checkParsed(parsed, playlist);
    } catch (PlaylistParserException | NumberFormatException | DateTimeException e) {
      violations.add("not a media playlist: " + e.getMessage());
      return List.of();
    }
    violations.addAll(playlist.problems());
    checkHead(playlist);
    List<Entry> whole = whole(playlist);
    long firstMsn = playlist.number("EXT-X-MEDIA-SEQUENCE", 0);
    parts.observe(playlist, whole, firstMsn, nowNs);
    NavigableMap<Long, Listed> now = list(playlist, whole);
    checkSegments(now, playlist.number("EXT-X-TARGETDURATION", 0));
    PlaylistText before = previous;
    if (before == null) {
      lastGrowthNs = nowNs;
    } else {
      compare(before, playlist, now);
      checkPace(playlist, now, nowNs);
    }
    checkWindow(playlist, now);
    previous = playlist;
    listed = now;
    entries.clear();
    for (int i = 0; i < whole.size(); i++) {
      Listed segment = now.get(firstMsn + i);
      entries.put(firstMsn + i, whole.get(i).withMap(segment == null ? null : segment.map()));
    }
    return List.copyOf(now.values());
  }

  /** What stands there and what a parser that others wrote makes of it. */
  private void checkParsed(MediaPlaylist parsed, PlaylistText read) {
    List<Entry> complete = read.complete();
    List<MediaSegment> segments = parsed.mediaSegments();
    boolean same =
        segments.size() == complete.size()
            && parsed.partialSegments().size() == read.growingParts()
            && parsed.mediaSequence() == read.number("EXT-X-MEDIA-SEQUENCE", 0);
    for (int i = 0; same && i < segments.size(); i++) {
      same =
          segments.get(i).uri().equals(complete.get(i).uri())
              && segments.get(i).partialSegments().size() == complete.get(i).parts().size();
    }
    require(same, "is read in two ways");
  }

  private void checkHead(PlaylistText playlist) {
    require(playlist.has("EXT-X-DISCONTINUITY-SEQUENCE"), "has no discontinuity sequence");
    require(!playlist.has("EXT-X-PLAYLIST-TYPE"), "is live and has a playlist type");
    require(playlist.has("EXT-X-TARGETDURATION"), "has no target duration");
    require(playlist.number("EXT-X-VERSION", 1) >= 6, "has too low a version for EXT-X-MAP");
  }

  /** Section 6.2.5.1: a delta update leaves out what the client has. */
  private List<Entry> whole(PlaylistText playlist) {
    String skipped = playlist.attribute("EXT-X-SKIP", "SKIPPED-SEGMENTS");
    if (skipped == null) {
      return playlist.entries();
    }
    require(
        playlist.number("EXT-X-VERSION", 1) >= VERSION_OF_DELTA, "a delta of too low a version");
    double leftS =
        playlist.entries().stream()
            .mapToDouble(each -> each.uri() == null ? each.partsS() : each.durationS())
            .sum();
    double boundaryS = playlist.seconds("EXT-X-SERVER-CONTROL", "CAN-SKIP-UNTIL");
    require(boundaryS > 0, "skips without offering it");
    require(leftS >= boundaryS - 0.001, "skips what lies after the skip boundary");
    List<Entry> whole = new ArrayList<>();
    long first = playlist.number("EXT-X-MEDIA-SEQUENCE", 0);
    for (long msn = first; msn < first + Long.parseLong(skipped); msn++) {
      Entry known = entries.get(msn);
      if (known == null || known.uri() == null) {
        violations.add("skips segment " + msn + ", which was not listed before");
        return playlist.entries();
      }
      whole.add(known.withoutParts());
    }
    whole.addAll(playlist.entries());
    return whole;
  }

  private static NavigableMap<Long, Listed> list(PlaylistText playlist, List<Entry> whole) {
    TreeMap<Long, Listed> result = new TreeMap<>();
    long msn = playlist.number("EXT-X-MEDIA-SEQUENCE", 0);
    long discontinuity = playlist.number("EXT-X-DISCONTINUITY-SEQUENCE", 0);
    @Nullable String map = null;
    for (Entry entry : whole) {
      discontinuity += entry.discontinuity() ? 1 : 0;
      map = entry.map() == null ? map : entry.map();
      String uri = entry.uri();
      if (uri != null) {
        Optional<OffsetDateTime> date =
            Optional.ofNullable(entry.dateTime()).map(text -> OffsetDateTime.parse(text, DATE));
        result.put(
            msn, new Listed(msn, uri, map, discontinuity, entry.durationS(), date, entry.gap()));
      }
      msn++;
    }
    return result;
  }

  private void checkSegments(NavigableMap<Long, Listed> segments, long targetDurationS) {
    @Nullable Listed before = null;
    for (Listed segment : segments.values()) {
      String name = "segment " + segment.msn();
      // Section 4.4.3.1: "rounded to the nearest integer, MUST be less than or equal to the
      // target".
      require(
          Math.round(segment.durationS()) <= targetDurationS,
          name + " exceeds the target duration");
      require(segment.dateTime().isPresent(), name + " has no date");
      require(segment.map() != null, name + " has no init section");
      if (before != null && before.dateTime().isPresent() && segment.dateTime().isPresent()) {
        checkDates(name, before, segment);
      }
      before = segment;
    }
  }

  /** Section 6.2.1: the mapping of dates to media may overlap, and not by a whole segment. */
  private void checkDates(String name, Listed before, Listed segment) {
    OffsetDateTime end =
        before.dateTime().orElseThrow().plusNanos(Math.round(before.durationS() * 1e9));
    long holeMs = Duration.between(end, segment.dateTime().orElseThrow()).toMillis();
    long wholeMs = Math.round(before.durationS() * 1000);
    require(holeMs > -wholeMs, name + " overlaps the whole one before, ms: " + -holeMs);
    boolean continues = segment.discontinuityNumber() == before.discontinuityNumber();
    require(!continues || holeMs <= MOST_DATE_DRIFT_MS, name + " follows a hole without a tag");
  }

  private void compare(PlaylistText before, PlaylistText now, NavigableMap<Long, Listed> segments) {
    checkConstant(before, now);
    for (String tag : List.of("EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE")) {
      String words = tag.substring(6).toLowerCase(Locale.ROOT).replace('-', ' ');
      require(now.number(tag, 0) >= before.number(tag, 0), "the " + words + " went back");
    }
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
    if (before.has("EXT-X-ENDLIST")) {
      require(
          listed.equals(segments) && now.has("EXT-X-ENDLIST"), "the list changed after its end");
    }
  }

  /** What steers a client that waits is of no use after the end and may go then. */
  private void checkConstant(PlaylistText before, PlaylistText now) {
    for (String tag : CONSTANT) {
      boolean same = Objects.equals(now.head().get(tag), before.head().get(tag));
      boolean mayGo = now.has("EXT-X-ENDLIST") && !tag.equals("EXT-X-TARGETDURATION");
      require(same || (mayGo && !now.has(tag)), tag + " changed");
    }
  }

  /** Section 6.2.1: a new segment no later than 1.5 times the target duration after the last. */
  private void checkPace(PlaylistText playlist, NavigableMap<Long, Listed> segments, long nowNs) {
    boolean grew =
        !segments.isEmpty() && (listed.isEmpty() || segments.lastKey() > listed.lastKey());
    long sinceNs = nowNs - lastGrowthNs;
    if (!listed.isEmpty() && (!playlist.has("EXT-X-ENDLIST") || grew)) {
      longestWithoutGrowthNs = Math.max(longestWithoutGrowthNs, sinceNs);
      long latestNs = playlist.number("EXT-X-TARGETDURATION", 0) * 1_500_000_000L + slackNs;
      require(sinceNs <= latestNs, "no new segment within 1.5 target durations");
    }
    if (grew || listed.isEmpty()) {
      lastGrowthNs = nowNs;
    }
  }

  /** Section 6.2.2: never removed so that less than three target durations are left. */
  private void checkWindow(PlaylistText playlist, NavigableMap<Long, Listed> segments) {
    double windowS = segments.values().stream().mapToDouble(Listed::durationS).sum();
    boolean removed = playlist.number("EXT-X-MEDIA-SEQUENCE", 0) > 0;
    double shortestS = 3.0 * playlist.number("EXT-X-TARGETDURATION", 0) - 0.001;
    require(
        !removed || playlist.has("EXT-X-ENDLIST") || windowS >= shortestS,
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
    PlaylistText last = previous;
    return last != null && last.has("EXT-X-ENDLIST");
  }

  double longestWithoutNewSegmentS() {
    return longestWithoutGrowthNs / 1e9;
  }

  /** What was found out about parts. */
  PartRules parts() {
    return parts;
  }
}
