package live.understudy.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import live.understudy.e2e.PlaylistText.Entry;
import live.understudy.e2e.PlaylistText.PartTag;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a low-latency media playlist (RFC 8216bis, 4.4.3.7, 4.4.3.8, 4.4.4.9, 4.4.5.3 and
 * 6.2). A pure observer of whole playlists, in the order of their fetching.
 */
final class PartRules {
  private static final double SHORTEST_OF_TARGET = 0.85;
  private static final double TOLERANCE_S = 0.001;
  private static final double LONGEST_ROUNDED_S = 0.5;

  private final Consumer<String> violated;
  private final long slackNs;
  private final Map<PartId, PartTag> known = new HashMap<>();
  private @Nullable PartId newest;
  private @Nullable String hint;
  private long newestSinceNs;
  private long longestWithoutPartNs;
  private final List<Long> betweenPartsNs = new ArrayList<>();
  private int hintsDropped;

  /** Which part of which segment. */
  record PartId(long msn, int index) implements Comparable<PartId> {
    @Override
    public int compareTo(PartId other) {
      int byMsn = Long.compare(msn, other.msn);
      return byMsn != 0 ? byMsn : Integer.compare(index, other.index);
    }
  }

  PartRules(long slackNs, Consumer<String> violated) {
    this.slackNs = slackNs;
    this.violated = violated;
  }

  /**
   * Takes a refresh.
   *
   * @param entries those of the whole playlist, skipped ones included
   */
  void observe(PlaylistText playlist, List<Entry> entries, long firstMsn, long nowNs) {
    checkControl(playlist);
    boolean ended = playlist.has("EXT-X-ENDLIST");
    double partTargetS = playlist.seconds("EXT-X-PART-INF", "PART-TARGET");
    if (partTargetS == 0) {
      require(entries.stream().allMatch(each -> each.parts().isEmpty()), "parts without PART-INF");
      require(!playlist.has("EXT-X-PRELOAD-HINT"), "a hint without parts");
      return;
    }
    checkPlaces(entries, firstMsn, playlist.number("EXT-X-TARGETDURATION", 1));
    for (int i = 0; i < entries.size(); i++) {
      checkDurations("segment " + (firstMsn + i), entries.get(i), partTargetS);
    }
    require(!ended || !playlist.has("EXT-X-PRELOAD-HINT"), "hints at a part after its end");
    if (!ended) {
      checkGrowth(playlist, entries, firstMsn, partTargetS, nowNs);
    }
  }

  private void checkControl(PlaylistText playlist) {
    String tag = "EXT-X-SERVER-CONTROL";
    double targetS = playlist.number("EXT-X-TARGETDURATION", 1);
    double skipS = playlist.seconds(tag, "CAN-SKIP-UNTIL");
    require(skipS == 0 || skipS >= 6 * targetS, "CAN-SKIP-UNTIL is below six target durations");
    double holdBackS = playlist.seconds(tag, "HOLD-BACK");
    require(holdBackS == 0 || holdBackS >= 3 * targetS, "HOLD-BACK is below three targets");
    double partTargetS = playlist.seconds("EXT-X-PART-INF", "PART-TARGET");
    if (partTargetS > 0) {
      require(partTargetS <= targetS, "PART-TARGET exceeds the target duration");
      require(
          playlist.seconds(tag, "PART-HOLD-BACK") >= 3 * partTargetS - TOLERANCE_S / 10,
          "PART-HOLD-BACK is below three part targets");
      require("YES".equals(playlist.attribute(tag, "CAN-BLOCK-RELOAD")), "parts without blocking");
    }
  }

  /** Section 6.2.2: parts are listed for the last three target durations at least. */
  private void checkPlaces(List<Entry> entries, long firstMsn, long targetDurationS) {
    double behindS = 0;
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      String name = "segment " + (firstMsn + i);
      boolean hasParts = !entry.parts().isEmpty();
      double nearS = 4 * targetDurationS + LONGEST_ROUNDED_S;
      require(!hasParts || behindS <= nearS, name + " has parts far from the end");
      boolean had = known.containsKey(new PartId(firstMsn + i, 0));
      boolean near = behindS + entry.durationS() < 3.0 * targetDurationS;
      require(hasParts || !had || !near, name + " lost its parts near the end");
      behindS += entry.uri() == null ? entry.partsS() : entry.durationS();
    }
  }

  private void checkDurations(String name, Entry entry, double partTargetS) {
    List<PartTag> parts = entry.parts();
    for (int i = 0; i < parts.size(); i++) {
      PartTag part = parts.get(i);
      require(part.durationS() > 0, name + " has an empty part");
      require(part.durationS() <= partTargetS + 1e-9, name + " has a part beyond PART-TARGET");
      boolean last = i == parts.size() - 1;
      boolean mayBeShort = last || part.independent() || part.gap() || parts.get(i + 1).gap();
      require(
          mayBeShort || part.durationS() >= SHORTEST_OF_TARGET * partTargetS,
          name + " has a short part");
    }
    if (entry.uri() != null && !parts.isEmpty()) {
      require(
          Math.abs(entry.partsS() - entry.durationS()) <= TOLERANCE_S * parts.size(),
          name + " is not the sum of its parts");
    }
  }

  private void checkGrowth(
      PlaylistText playlist, List<Entry> entries, long firstMsn, double partTargetS, long nowNs) {
    @Nullable PartId before = newest;
    @Nullable PartTag firstNew = null;
    for (int i = 0; i < entries.size(); i++) {
      List<PartTag> parts = entries.get(i).parts();
      for (int k = 0; k < parts.size(); k++) {
        PartId id = new PartId(firstMsn + i, k);
        @Nullable PartTag old = known.put(id, parts.get(k));
        require(old == null || old.equals(parts.get(k)), "part " + id + " changed");
        boolean isNew = newest == null || id.compareTo(newest) > 0;
        require(old != null || isNew, "part " + id + " appeared among older ones");
        if (isNew) {
          firstNew = before != null && firstNew == null ? parts.get(k) : firstNew;
          newest = id;
        }
      }
    }
    checkPace(before, partTargetS, nowNs);
    checkHint(playlist, firstNew, before);
  }

  private void checkPace(@Nullable PartId before, double partTargetS, long nowNs) {
    boolean grew = newest != null && !newest.equals(before);
    if (before != null) {
      long sinceNs = nowNs - newestSinceNs;
      longestWithoutPartNs = Math.max(longestWithoutPartNs, sinceNs);
      require(sinceNs <= partTargetS * 1e9 + slackNs, "no new part within the part target");
    }
    if (grew) {
      if (before != null) {
        betweenPartsNs.add(nowNs - newestSinceNs);
      }
      newestSinceNs = nowNs;
    }
  }

  /** Section 4.4.5.3: the hint names the next part; it may be dropped where a segment ends. */
  private void checkHint(PlaylistText playlist, @Nullable PartTag firstNew, @Nullable PartId last) {
    @Nullable String hinted = hint;
    if (hinted != null && firstNew != null && !hinted.equals(firstNew.uri())) {
      hintsDropped++;
      boolean sameSegment =
          last != null && firstNew.equals(known.get(new PartId(last.msn(), last.index() + 1)));
      require(!sameSegment, "the hint named " + hinted + " and " + firstNew.uri() + " came");
    }
    String tag = "EXT-X-PRELOAD-HINT";
    hint = playlist.attribute(tag, "URI");
    require(
        "PART".equals(playlist.attribute(tag, "TYPE")) && hint != null, "has no hint at a part");
    require(
        known.values().stream().noneMatch(part -> part.uri().equals(hint)),
        "the hint names what is there");
  }

  private void require(boolean kept, String violation) {
    if (!kept) {
      violated.accept(violation);
    }
  }

  double longestWithoutNewPartS() {
    return longestWithoutPartNs / 1e9;
  }

  /** The time from one refresh with a new part to the next one, nanoseconds. */
  List<Long> betweenPartsNs() {
    return List.copyOf(betweenPartsNs);
  }

  /** How often the hinted part did not come, because its segment had ended. */
  int hintsDropped() {
    return hintsDropped;
  }

  /** What the newest playlist hints at, or null. */
  @Nullable String hint() {
    return hint;
  }

  /** The newest part listed, or null. */
  @Nullable PartId newest() {
    return newest;
  }
}
