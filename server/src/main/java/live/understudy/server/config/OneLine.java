package live.understudy.server.config;

/** Makes text of unknown origin fit for one line of a terminal or a log. */
public final class OneLine {

  private static final int MAX_LENGTH = 200;

  private OneLine() {}

  /** The text with control characters replaced by {@code ?}, cut to 200 characters. */
  public static String of(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
  }
}
