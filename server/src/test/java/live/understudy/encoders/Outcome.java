package live.understudy.encoders;

import java.util.List;
import java.util.Locale;

/**
 * What became of one run.
 *
 * @param version the encoder's name and version
 * @param accepted what the server says of the signal: codecs, size, rates; empty when it took none
 * @param served what a decoder made of the HLS; empty when there was none
 * @param said the encoder's or the server's own words, where it did not work
 * @param command what a person types to do the same
 */
record Outcome(
    String id,
    String version,
    Verdict verdict,
    String accepted,
    String served,
    String said,
    String command) {

  /** How it went. */
  enum Verdict {
    /** Published, gone live, served and decoded without a complaint. */
    SERVED,
    /** The server said no, with a reason. */
    REFUSED,
    /** The encoder said no, or has no way to. */
    CANNOT,
    /** The server took it, and something was not as it should be. */
    BROKEN,
    /** The encoder is not on this machine. */
    NOT_INSTALLED;

    /** For people. */
    String label() {
      return switch (this) {
        case SERVED -> "served";
        case REFUSED -> "refused";
        case CANNOT -> "can't";
        case BROKEN -> "**broken**";
        case NOT_INSTALLED -> "not installed";
      };
    }

    static Verdict of(String label) {
      for (Verdict verdict : values()) {
        if (verdict.label().equals(label)) {
          return verdict;
        }
      }
      throw new IllegalArgumentException("No such result: " + label);
    }
  }

  static Outcome without(Cell cell, String version, Verdict verdict, String said, String command) {
    return new Outcome(cell.id(), version, verdict, "", "", said, command);
  }

  /** The same, with a word on the attempt before it. */
  Outcome after(String before) {
    String words = said.isEmpty() ? "" : said + "; ";
    String more = words + "the attempt before: " + before;
    return new Outcome(id, version, verdict, accepted, served, more, command);
  }

  /** {@code obs}. */
  String encoder() {
    return id.split("/")[0];
  }

  /** {@code h264-aac}. */
  Codecs codecs() {
    return Codecs.of(id.split("/")[1]);
  }

  Route route() {
    return Route.of(id.split("/")[2]);
  }

  /** A row of the table of all runs. */
  String line() {
    List<String> cells =
        List.of(
            "`" + id + "`", version, verdict.label(), accepted, served, said, "`" + command + "`");
    StringBuilder text = new StringBuilder("|");
    cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
    return text.toString();
  }

  private static String escape(String cell) {
    String flat = cell.replaceAll("\\s+", " ").strip();
    String shown = flat.equals("``") ? "" : flat;
    return shown.replace("|", "\\|");
  }

  /** Reads what {@link #line} wrote. */
  static Outcome read(String line) {
    String[] cells = line.strip().split("(?<!\\\\)\\|", -1);
    String[] texts = new String[7];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = cells[i + 1].strip().replace("\\|", "|");
    }
    return new Outcome(
        unquote(texts[0]),
        texts[1],
        Verdict.of(texts[2]),
        texts[3],
        texts[4],
        texts[5],
        unquote(texts[6]));
  }

  private static String unquote(String text) {
    return text.length() >= 2 ? text.substring(1, text.length() - 1) : "";
  }

  /** For the console. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%-40s %s %s %s %s", id, verdict.label(), accepted, served, said);
  }
}
