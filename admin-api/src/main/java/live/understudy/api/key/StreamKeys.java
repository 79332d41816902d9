package live.understudy.api.key;

import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * Which program a presented stream key belongs to, answered from memory; thread-safe, never blocks.
 *
 * <p>A key is <code>{eventId}_{language}_{secret}</code>. Event and language are public, so looking
 * them up may take what time it takes; the secret is compared by its hash in constant time.
 */
public final class StreamKeys {
  private static final char SEPARATOR = '_';

  /** Any secret, where only the names before it matter. */
  private static final String ANY_SECRET = "x";

  private static final int SECRET_LETTERS = 32; // 160 bits
  private static final int MAX_KEY_CHARS = 128;
  private static final byte[] NO_HASH = Secrets.sha256("");

  private static final int SALT_LETTERS = 16;

  private final Map<ProgramId, byte[]> hashes = new ConcurrentHashMap<>();

  /** For RTMP's user and password; see {@link #passwordDigest}. */
  private final Map<ProgramId, String> digests = new ConcurrentHashMap<>();

  private final String salt = Secrets.random(SALT_LETTERS);

  /** A new key's text; it opens nothing until {@link #put}. */
  public static String generate(ProgramId program) {
    return program.eventId()
        + SEPARATOR
        + program.language()
        + SEPARATOR
        + Secrets.random(SECRET_LETTERS);
  }

  /** The program that {@code presented} is the key of, or null. */
  public @Nullable ProgramId resolve(String presented) {
    ProgramId program = named(presented);
    byte[] known = program == null ? null : hashes.get(program);
    byte[] hash = Secrets.sha256(program == null ? "" : presented);
    boolean equal = MessageDigest.isEqual(known == null ? NO_HASH : known, hash);
    return equal && known != null ? program : null;
  }

  /** From now on {@code key}, and no other, opens {@code program}. */
  public void put(ProgramId program, String key) {
    if (!program.equals(named(key))) {
      throw new IllegalArgumentException("the key names another program than " + program);
    }
    hashes.put(program, Secrets.sha256(key));
    digests.put(program, Secrets.md5(user(program) + salt + key));
  }

  /** No key opens the event's programs any more. */
  public void removeEvent(String eventId) {
    hashes.keySet().removeIf(program -> program.eventId().equals(eventId));
    digests.keySet().removeIf(program -> program.eventId().equals(eventId));
  }

  /**
   * Who publishes with a password instead of a key: the key's public part; the key is the password.
   */
  private static String user(ProgramId program) {
    return program.eventId() + SEPARATOR + program.language();
  }

  /** The program of a user, whether or not there is such a program; null for other names. */
  public static @Nullable ProgramId ofUser(String user) {
    return named(user + SEPARATOR + ANY_SECRET);
  }

  /** What {@link #passwordDigest} is salted with; another one in each process. */
  public String salt() {
    return salt;
  }

  /**
   * The base 64 of the MD5 of user, salt and key, which RTMP's authentication compares; null when
   * there is no such user.
   */
  public @Nullable String passwordDigest(String user) {
    ProgramId program = ofUser(user);
    return program == null ? null : digests.get(program);
  }

  /**
   * The program that {@code key} says it opens, whether or not it does; null for what is no key.
   */
  public static @Nullable ProgramId named(String key) {
    int first = key.indexOf(SEPARATOR);
    int last = key.lastIndexOf(SEPARATOR);
    if (key.length() > MAX_KEY_CHARS || first < 0 || first == last || last == key.length() - 1) {
      return null;
    }
    String eventId = key.substring(0, first);
    String language = key.substring(first + 1, last);
    boolean valid = ProgramId.isEventId(eventId) && ProgramId.isLanguage(language);
    return valid ? new ProgramId(eventId, language) : null;
  }
}
