package live.understudy.drill;

import java.util.List;
import java.util.regex.Pattern;

/** Which errors on the console of a browser tell that something is wrong. */
final class ConsoleErrors {

  private static final Pattern MISSING_PART = Pattern.compile("404 .*/\\d+\\.\\d+\\.m4s$");

  private ConsoleErrors() {}

  /**
   * All but that of a part that was hinted at and did not come: to ask for it is what players are
   * told to do, and Chromium writes every 404 to the console. A part that is listed and refused
   * breaks a rule, which the plain client notices.
   */
  static List<String> unexpected(List<String> errors) {
    return errors.stream().filter(error -> !MISSING_PART.matcher(error).find()).toList();
  }
}
