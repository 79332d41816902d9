package live.understudy.api.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets in letters that can be read aloud, and their hashes. */
public final class Secrets {
  /** RFC 4648 base 32, in lower case: 5 bits a letter, no letter that needs escaping anywhere. */
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A secret of {@code letters} random letters, 5 bits each. */
  public static String random(int letters) {
    StringBuilder text = new StringBuilder(letters);
    for (byte value : bytes(letters)) {
      text.append(ALPHABET.charAt(value & 31));
    }
    return text.toString();
  }

  /** {@code count} random bytes. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Base 64 of the MD5 of the text's UTF-8 bytes: for a protocol that knows nothing better. */
  static String md5(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** SHA-256 of the text's UTF-8 bytes; enough for secrets that are random, not for passwords. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
