package live.understudy.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media playlist as it stands there, line by line, with the order of its tags: what parsers
 * forgive and rules do not.
 *
 * @param head the tags that occur once, by name without {@code #}; a tag without a value has an
 *     empty one
 * @param entries the segments in their order; the last one may be growing
 * @param problems what is wrong with the order of lines
 */
public record PlaylistText(Map<String, String> head, List<Entry> entries, List<String> problems) {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)");

  /**
   * One segment.
   *
   * @param uri null while it grows
   * @param durationS seconds; 0 while it grows
   */
  public record Entry(
      @Nullable String uri,
      double durationS,
      boolean discontinuity,
      @Nullable String map,
      @Nullable String dateTime,
      boolean gap,
      List<PartTag> parts) {
    public double partsS() {
      return parts.stream().mapToDouble(PartTag::durationS).sum();
    }

    Entry withoutParts() {
      return new Entry(uri, durationS, discontinuity, map, dateTime, gap, List.of());
    }

    /** The same with the init section that carries over from the entries before. */
    Entry withMap(@Nullable String carried) {
      return new Entry(uri, durationS, discontinuity, carried, dateTime, gap, parts);
    }
  }

  /** One {@code EXT-X-PART}. */
  public record PartTag(String uri, double durationS, boolean independent, boolean gap) {}

  public static PlaylistText read(String text) {
    Reader reader = new Reader();
    text.lines().forEach(reader::line);
    reader.end(text);
    return new PlaylistText(reader.head, List.copyOf(reader.entries), List.copyOf(reader.problems));
  }

  /** Without the one that grows. */
  List<Entry> complete() {
    return entries.stream().filter(each -> each.uri() != null).toList();
  }

  /** The number of the last complete segment. */
  public long lastMsn() {
    return number("EXT-X-MEDIA-SEQUENCE", 0) + complete().size() - 1;
  }

  /** How many parts of a growing segment are listed. */
  public int growingParts() {
    Entry last = entries.getLast();
    return last.uri() == null ? last.parts().size() : 0;
  }

  public boolean has(String tag) {
    return head.containsKey(tag);
  }

  public long number(String tag, long absent) {
    String value = head.get(tag);
    return value == null ? absent : Long.parseLong(value);
  }

  /** An attribute of a tag that occurs once, without quotes, or null. */
  @Nullable String attribute(String tag, String name) {
    String value = head.get(tag);
    return value == null ? null : attribute(value, name, null);
  }

  /** The same as decimal seconds; 0 when it is absent. */
  double seconds(String tag, String name) {
    String value = attribute(tag, name);
    return value == null ? 0 : Double.parseDouble(value);
  }

  private static @Nullable String attribute(String list, String name, @Nullable String absent) {
    Matcher matcher = ATTRIBUTE.matcher(list);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2).replace("\"", "");
      }
    }
    return absent;
  }

  private static final class Reader {
    final Map<String, String> head = new LinkedHashMap<>();
    final List<Entry> entries = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    private List<PartTag> parts = new ArrayList<>();
    private boolean discontinuity;
    private boolean gap;
    private @Nullable String map;
    private @Nullable String dateTime;
    private double durationS;

    void line(String line) {
      if (!line.startsWith("#")) {
        finish(line);
        return;
      }
      int colon = line.indexOf(':');
      String tag = line.substring(1, colon < 0 ? line.length() : colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      switch (tag) {
        case "EXTINF" -> durationS = Double.parseDouble(value.replaceAll(",.*", ""));
        case "EXT-X-GAP" -> gap = true;
        case "EXT-X-DISCONTINUITY" -> discontinuity = beforeParts(tag);
        case "EXT-X-MAP" -> map = beforeParts(tag) ? attribute(value, "URI", null) : null;
        case "EXT-X-PROGRAM-DATE-TIME" -> dateTime = beforeParts(tag) ? value : null;
        case "EXT-X-PART" -> parts.add(part(value));
        default -> {
          if (head.put(tag, value) != null) {
            problems.add(tag + " occurs twice");
          }
        }
      }
    }

    /** Section 4.4.4.9: what applies to a parent segment comes before its first part. */
    private boolean beforeParts(String tag) {
      if (!parts.isEmpty()) {
        problems.add(tag + " comes after the first part of its segment");
      }
      return true;
    }

    private static PartTag part(String list) {
      return new PartTag(
          String.valueOf(attribute(list, "URI", "")),
          Double.parseDouble(String.valueOf(attribute(list, "DURATION", "NaN"))),
          list.contains("INDEPENDENT=YES"),
          list.contains("GAP=YES"));
    }

    private void finish(@Nullable String uri) {
      entries.add(new Entry(uri, durationS, discontinuity, map, dateTime, gap, List.copyOf(parts)));
      parts = new ArrayList<>();
      discontinuity = false;
      gap = false;
      map = null;
      dateTime = null;
      durationS = 0;
    }

    void end(String text) {
      if (!parts.isEmpty() || map != null || dateTime != null || discontinuity) {
        finish(null);
      }
      if (!text.startsWith("#EXTM3U\n") || !text.endsWith("\n")) {
        problems.add("does not begin with #EXTM3U or does not end with a line feed");
      }
    }
  }
}
