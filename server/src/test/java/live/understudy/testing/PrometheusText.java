package live.understudy.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Prometheus text format, version 0.0.4, read strictly: each family has HELP and TYPE before
 * its samples, and no sample is there twice.
 */
public final class PrometheusText {

  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:" + LABEL + "(?:," + LABEL + ")*)?,?})? (\\S+)");

  private PrometheusText() {}

  /** Samples by their name with labels, as they stand; throws AssertionError on what is not so. */
  public static Map<String, Double> parse(byte[] text) {
    Map<String, Double> samples = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    Set<String> helps = new HashSet<>();
    for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
      Matcher comment = COMMENT.matcher(line);
      if (comment.matches()) {
        boolean fresh =
            comment.group(1).equals("HELP")
                ? helps.add(comment.group(2)) && !comment.group(3).isBlank()
                : types.put(comment.group(2), comment.group(3)) == null;
        require(fresh, "a family twice, or without a text: " + line);
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      require(sample.matches(), "not a sample: " + line);
      String name = sample.group(1);
      String family =
          types.containsKey(name) ? name : name.replaceAll("_(bucket|sum|count|max)$", "");
      require(types.containsKey(family) && helps.contains(family), "no HELP and TYPE: " + line);
      String labels = sample.group(2) == null ? "" : sample.group(2);
      double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
      require(samples.put(name + labels, value) == null, "twice: " + line);
    }
    return samples;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
