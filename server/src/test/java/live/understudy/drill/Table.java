package live.understudy.drill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code docs/DRILLS.md}: the rows of all drills, by what they are rows of. Rows of a partial run
 * take the place of older ones.
 */
final class Table {
  private static final String KEPT = "kept";
  private static final int KEY_CELLS = 4;
  private static final int MOST_WORDS = 160;
  private static final int NEXT_CELL = 15;
  private static final String HEAD =
      """
      | Drill | Mode | Encodes | Viewer | Promise | Stalls | Stalled ms | Still ms (before) | Lost | Repeated \
      | Stood | Published: lost, repeated, stood | Tags | Joints | Found ms (server) | Next ms | Late ms \
      | Sound gap ms | Rules | Offset by | Load |
      |---|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|---|--:|
      """;

  private final Map<String, String> lines = new LinkedHashMap<>();

  /** Takes the rows of an older page. */
  void readFrom(String page) {
    page.lines()
        .dropWhile(line -> !line.startsWith("| Drill |"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(HEAD.lines().count())
        .forEach(line -> lines.put(key(line), line));
  }

  private static String key(String line) {
    String[] cells = line.split("\\|", -1);
    List<String> key = new ArrayList<>();
    for (int i = 1; i <= KEY_CELLS && i < cells.length; i++) {
      key.add(cells[i].strip());
    }
    return String.join("|", key);
  }

  void add(Row row) {
    String line = line(row);
    lines.put(key(line), line);
  }

  /** A drill that could not be run. */
  void failed(DrillCase drillCase, DrillCase.Viewer viewer, String why) {
    String words = why.replaceAll("[|\\s]+", " ");
    String line =
        "| %s | %s | %s | %s | **failed**: %s |"
            .formatted(
                drillCase.drill().id(),
                DrillCase.lower(drillCase.mode()),
                DrillCase.lower(drillCase.encodes()),
                DrillCase.lower(viewer),
                words.substring(0, Math.min(MOST_WORDS, words.length())));
    lines.put(key(line), line);
  }

  static String verdict(Row row) {
    List<String> broken = row.drillCase().drill().promise().broken(row);
    return broken.isEmpty() ? KEPT : "**broken**: " + String.join(", ", broken);
  }

  private static String line(Row row) {
    Row.Program program = row.program();
    Painted painted = row.painted();
    Published published = program.published();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %d | %d | %d (%d) | %d | %d | %d | %d, %d, %d | %d | %s"
            + " | %s (%s) | %s | %d | %d | %d | %s | %.1f |",
        row.drillCase().drill().id(),
        DrillCase.lower(row.drillCase().mode()),
        DrillCase.lower(row.drillCase().encodes()),
        DrillCase.lower(row.viewer()),
        verdict(row),
        row.stalls(),
        row.stalledMs(),
        painted.longestStillMs(),
        row.stillBeforeMs(),
        painted.lost(),
        painted.repeated(),
        painted.stoodFrames(),
        published.lost(),
        published.repeated(),
        published.stoodFrames(),
        program.tags(),
        program.joints(),
        orDash(program.foundMs()),
        orDash(program.detectionMs()),
        orDash(program.nextMs()),
        program.latestMs(),
        program.soundGapMs(),
        program.violations(),
        program.alignment(),
        program.load());
  }

  private static String orDash(@Nullable Long value) {
    return value == null ? "–" : value.toString();
  }

  /** The time to the next part or segment over all rows of a mode, as text. */
  String nextMs(DrillCase.Mode mode) {
    Map<String, Long> byCase = new LinkedHashMap<>();
    for (String line : lines.values()) {
      String[] cells = line.split("\\|", -1);
      boolean isOne =
          cells.length > NEXT_CELL + 1 && cells[2].strip().equals(DrillCase.lower(mode));
      if (isOne && cells[NEXT_CELL + 1].strip().matches("\\d+")) {
        // Viewers of one drill share it.
        String drill = cells[1] + cells[2] + cells[3];
        byCase.put(drill, Long.parseLong(cells[NEXT_CELL + 1].strip()));
      }
    }
    List<Long> sorted = byCase.values().stream().sorted().toList();
    if (sorted.isEmpty()) {
      return "–";
    }
    int worst = (int) Math.ceil(0.99 * sorted.size()) - 1;
    return "p50 %d ms, p99 %d ms, at most %d ms, of %d drills"
        .formatted(
            sorted.get(sorted.size() / 2), sorted.get(worst), sorted.getLast(), sorted.size());
  }

  long kept() {
    return lines.values().stream().filter(line -> line.contains("| " + KEPT + " |")).count();
  }

  int size() {
    return lines.size();
  }

  /** The rows with their head. */
  String markdown() {
    return HEAD + String.join("\n", lines.values()) + "\n";
  }
}
