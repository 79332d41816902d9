package live.understudy.ingest.rtmp;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import live.understudy.ingest.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher publishes to, however its encoder spells it.
 *
 * <p>An encoder has one address field or two, and cuts the address as it likes: the key may be the
 * stream name, the last part of the app, or a query parameter of anything.
 *
 * @param app the first part of the address's path; never the key
 * @param streamKey the key, or the empty string when there is none; a secret
 * @param user who has proven by password to be it, which counts for a key; null for nobody
 */
public record PublishTarget(String app, String streamKey, @Nullable String user) {
  /** By a key alone. */
  public PublishTarget(String app, String streamKey) {
    this(app, streamKey, null);
  }

  private static final int MAX_TEXT = 2_048;
  private static final int MAX_KEY = 256;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_~.-]{0,256}");
  private static final Pattern QUOTES = Pattern.compile("^[\\s'\"]+|[\\s'\"]+$");
  private static final Set<String> KEY_PARAMETERS = Set.of("key", "streamkey", "stream_key");

  /**
   * @param app the {@code app} of connect
   * @param tcUrl the {@code tcUrl} of connect
   * @param name the stream name of publish
   * @throws BadInputException when a part is longer or other than a name can be
   */
  public static PublishTarget of(
      @Nullable String app, @Nullable String tcUrl, @Nullable String name)
      throws BadInputException {
    String appText = clean(app);
    String url = clean(tcUrl);
    if (appText.isEmpty()) {
      appText = pathOfUrl(url);
    }
    String nameText = clean(name);
    if (nameText.regionMatches(true, 0, "rtmp", 0, 4) && nameText.contains("://")) {
      nameText = pathOfUrl(nameText);
    }
    String[] appPath = path(appText);
    String[] namePath = path(nameText);
    String first = first(appPath, namePath);
    // Who writes a key as a parameter means it, whatever the stream's name is.
    String key = keyInQuery(nameText, appText, url);
    if (key.isEmpty()) {
      key = last(namePath, first);
    }
    if (key.isEmpty() && appPath.length > 1) {
      key = appPath[appPath.length - 1];
    }
    if (!isWord(first) || !isWord(key)) {
      throw new BadInputException("the app or the stream key has characters that no name has");
    }
    return new PublishTarget(first, key);
  }

  PublishTarget by(@Nullable String provenUser) {
    return new PublishTarget(app, streamKey, provenUser);
  }

  private static String first(String[] appPath, String[] namePath) {
    if (appPath.length > 0) {
      return appPath[0];
    }
    return namePath.length > 1 ? namePath[0] : "";
  }

  /** The stream name's last part; a name that only repeats the app is none. */
  private static String last(String[] namePath, String app) {
    if (namePath.length == 0 || namePath.length == 1 && namePath[0].equals(app)) {
      return "";
    }
    return namePath[namePath.length - 1];
  }

  private static String keyInQuery(String... texts) {
    for (String text : texts) {
      int query = text.indexOf('?');
      if (query < 0) {
        continue;
      }
      for (String parameter : text.substring(query + 1).split("[&?/]")) {
        int equals = parameter.indexOf('=');
        if (equals > 0
            && KEY_PARAMETERS.contains(parameter.substring(0, equals).toLowerCase(Locale.ROOT))) {
          return parameter.substring(equals + 1);
        }
      }
    }
    return "";
  }

  private static String[] path(String text) {
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    return java.util.Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty())
        .toArray(String[]::new);
  }

  private static String pathOfUrl(String url) {
    int scheme = url.indexOf("://");
    int slash = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
    return slash < 0 ? "" : url.substring(slash + 1);
  }

  private static String clean(@Nullable String text) throws BadInputException {
    if (text == null) {
      return "";
    }
    if (text.length() > MAX_TEXT) {
      throw new BadInputException("an app or stream name of " + text.length() + " characters");
    }
    return QUOTES.matcher(text).replaceAll("");
  }

  private static boolean isWord(String text) {
    return text.length() <= MAX_KEY
        && WORD.matcher(text).matches()
        && !text.equals(".")
        && !text.equals("..");
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return "PublishTarget[app=" + app + ", streamKey=***]";
  }
}
