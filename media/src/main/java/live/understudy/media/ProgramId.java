package live.understudy.media;

import java.util.regex.Pattern;

/**
 * Names one program: what viewers of one language of one event get.
 *
 * @param eventId the event's id, 1 to 32 of {@code a-z 0-9 -}
 * @param language a BCP 47 language tag in lower case, 2 to 16 of {@code a-z 0-9 -}
 */
public record ProgramId(String eventId, String language) {

  private static final Pattern EVENT_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}");
  private static final int MAX_LANGUAGE_LENGTH = 16;

  /** Throws {@link IllegalArgumentException} when a part is outside the grammar. */
  public ProgramId {
    if (!isEventId(eventId)) {
      throw new IllegalArgumentException("not an event id");
    }
    if (!isLanguage(language)) {
      throw new IllegalArgumentException("not a language tag");
    }
  }

  /** Whether {@code text} can be an event's id. */
  public static boolean isEventId(String text) {
    return EVENT_ID.matcher(text).matches();
  }

  /** Whether {@code text} can be a program's language. */
  public static boolean isLanguage(String text) {
    return text.length() <= MAX_LANGUAGE_LENGTH && LANGUAGE.matcher(text).matches();
  }

  @Override
  public String toString() {
    return eventId + "/" + language;
  }
}
