package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads every state of one low-latency playlist as a player does, and holds it to RFC 8216bis: what
 * was said once of a segment or a part stays so, parts come one after the other as they were
 * hinted, and their durations keep to the part target.
 */
final class LowLatencyRules {

  private static final Pattern PART =
      Pattern.compile(
          "#EXT-X-PART:DURATION=([0-9.]+),URI=\"([0-9]+)\\.([0-9]+)\\.m4s\"(,INDEPENDENT=YES)?");

  /** What a playlist says of one segment. */
  private static final class Block {
    private final List<String> tags = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private String map = "";
    private String extinf = "";
    private boolean unlisted;
  }

  private final Map<Long, Block> known = new HashMap<>();
  private final boolean steady;
  private long firstMsn;
  private String fixedTags = "";
  private int partsSeen;

  /** {@code steady}: no picture is missing, so that the durations of parts must be right. */
  LowLatencyRules(boolean steady) {
    this.steady = steady;
  }

  /** How many different parts were listed so far. */
  int partsSeen() {
    return partsSeen;
  }

  /** The next state of the playlist. */
  void see(String text) {
    List<String> lines = text.lines().toList();
    String fixed = String.join("\n", lines.stream().filter(LowLatencyRules::neverChanges).toList());
    assertTrue(fixedTags.isEmpty() || fixedTags.equals(fixed), () -> fixedTags + " now " + fixed);
    fixedTags = fixed;
    long msn = Long.parseLong(value(lines, "#EXT-X-MEDIA-SEQUENCE:"));
    assertTrue(msn >= firstMsn, "the first number went back");
    firstMsn = msn;
    Block block = new Block();
    String map = "";
    for (String line : lines) {
      if (line.startsWith("#EXT-X-PART:")) {
        assertTrue(line.contains("URI=\"" + msn + "." + block.parts.size() + ".m4s\""), line);
        block.parts.add(line);
      } else if (line.startsWith("#EXT-X-MAP:")) {
        assertTrue(block.parts.isEmpty(), "a tag behind the first part");
        map = line;
      } else if (line.equals("#EXT-X-DISCONTINUITY")
          || line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
        assertTrue(block.parts.isEmpty(), "a tag behind the first part");
        block.tags.add(line);
      } else if (line.startsWith("#EXTINF:")) {
        block.extinf = line;
      } else if (!line.startsWith("#")) {
        assertEquals(msn + ".m4s", line);
        block.map = map;
        complete(msn, block, partTarget(text));
        msn++;
        block = new Block();
      }
    }
    block.map = map;
    if (!block.tags.isEmpty()) {
      compare(msn, block);
      checkParts(msn, block, partTarget(text));
    }
    hintIs(msn, block.parts.size(), lines.getLast());
  }

  private static boolean neverChanges(String line) {
    return line.startsWith("#EXT-X-TARGETDURATION:")
        || line.startsWith("#EXT-X-PART-INF:")
        || line.startsWith("#EXT-X-SERVER-CONTROL:");
  }

  private static String value(List<String> lines, String tag) {
    String line = lines.stream().filter(one -> one.startsWith(tag)).findFirst().orElseThrow();
    return line.substring(tag.length());
  }

  private static long micros(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1e6);
  }

  private static long partTarget(String text) {
    return micros(value(text.lines().toList(), "#EXT-X-PART-INF:PART-TARGET="));
  }

  private void complete(long msn, Block block, long targetUs) {
    compare(msn, block);
    if (block.parts.isEmpty()) {
      return;
    }
    checkParts(msn, block, targetUs);
    long sum = 0;
    for (String part : block.parts) {
      sum += duration(part);
    }
    long extinf = micros(block.extinf.substring(8, block.extinf.length() - 1));
    if (steady) {
      assertEquals(extinf, sum, 1.0 * block.parts.size(), "parts of " + msn);
    }
  }

  private static long duration(String part) {
    Matcher matcher = PART.matcher(part);
    assertTrue(matcher.matches(), part);
    return micros(matcher.group(1));
  }

  /** What is known already is neither changed nor taken back, but for old parts all at once. */
  private void compare(long msn, Block now) {
    Block before = known.get(msn);
    if (before == null) {
      partsSeen += now.parts.size();
      known.put(msn, now);
      return;
    }
    assertEquals(before.tags, now.tags, "tags of " + msn);
    assertEquals(before.map, now.map, "map of " + msn);
    assertTrue(before.extinf.isEmpty() || before.extinf.equals(now.extinf), "EXTINF of " + msn);
    if (now.parts.isEmpty()) {
      before.extinf = now.extinf;
      before.unlisted = true;
      return;
    }
    assertFalse(before.unlisted, "parts of " + msn + " came back");
    assertTrue(now.parts.size() >= before.parts.size(), "a part of " + msn + " was taken back");
    assertEquals(before.parts, now.parts.subList(0, before.parts.size()), "parts of " + msn);
    assertTrue(
        before.extinf.isEmpty() || before.parts.size() == now.parts.size(),
        "a part came to the complete " + msn);
    partsSeen += now.parts.size() - before.parts.size();
    known.put(msn, now);
  }

  /** 4.4.4.9: at most the part target, and but for some at least 85 % of it. */
  private void checkParts(long msn, Block block, long targetUs) {
    for (int i = 0; i < block.parts.size(); i++) {
      String part = block.parts.get(i);
      assertTrue(duration(part) > 0, part);
      assertTrue(duration(part) <= targetUs, part + " beyond " + targetUs);
      boolean exempt = i == block.parts.size() - 1 || part.endsWith("YES");
      assertTrue(
          exempt || duration(part) * 100 >= targetUs * 85,
          "of " + msn + ": " + part + " under 85 % of " + targetUs);
    }
  }

  private static void hintIs(long msn, int part, String line) {
    String next = "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + msn + "." + part + ".m4s\"";
    String nextSegment = "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + (msn + 1) + ".0.m4s\"";
    assertTrue(line.equals(next) || (part > 0 && line.equals(nextSegment)), line);
  }
}
