package live.understudy.api.event;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** Grammar of what people type: titles, ids, languages. */
public final class Names {
  private static final int MAX_ID_CHARS = 32;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_ID_CHARS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

  private Names() {}

  /**
   * Why {@code text} can't be a title, or null when it can.
   *
   * <p>Control characters, line separators, direction overrides and halves of surrogate pairs are
   * refused: they forge log lines and pages, and do not survive every encoding.
   */
  public static @Nullable String titleError(String text, int maxChars) {
    if (text.isBlank()) {
      return "must not be blank";
    }
    if (text.codePointCount(0, text.length()) > maxChars) {
      return "must have at most " + maxChars + " characters";
    }
    return text.codePoints().anyMatch(Names::isRefused) ? "must not have control characters" : null;
  }

  private static boolean isRefused(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default ->
          (codePoint >= 0x202A && codePoint <= 0x202E)
              || (codePoint >= 0x2066 && codePoint <= 0x2069);
    };
  }

  /** An event id made from a title: {@code "Bühne & Chor 2026"} becomes {@code buhne-chor-2026}. */
  public static String slug(String title) {
    String plain = MARKS.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD)).replaceAll("");
    String lower = plain.toLowerCase(Locale.ROOT).replace("ß", "ss");
    String dashed = trimDashes(NO_ID_CHARS.matcher(lower).replaceAll("-"));
    String cut = dashed.substring(0, Math.min(dashed.length(), MAX_ID_CHARS));
    return cut.isEmpty() ? "event" : trimDashes(cut);
  }

  /** Language tags in lower case (RFC 5646, section 2.1.1: tags are not case-sensitive). */
  public static List<String> lowerCase(List<String> languages) {
    return languages.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
  }

  /** Why {@code languages} (in lower case) can't be an event's, or null when they can. */
  public static @Nullable String languagesError(List<String> languages, int maxLanguages) {
    if (languages.isEmpty()) {
      return "must name at least one language";
    }
    if (languages.size() > maxLanguages) {
      return "must name at most " + maxLanguages + " languages";
    }
    if (!languages.stream().allMatch(ProgramId::isLanguage)) {
      return "must be language tags such as \"en\" or \"pt-br\", at most 16 characters each";
    }
    if (new LinkedHashSet<>(languages).size() < languages.size()) {
      return "must not name a language twice: "
          + languages.stream().distinct().collect(Collectors.joining(", "));
    }
    return null;
  }

  private static String trimDashes(String text) {
    return OUTER_DASHES.matcher(text).replaceAll("");
  }
}
