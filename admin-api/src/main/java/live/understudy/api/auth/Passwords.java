package live.understudy.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.api.key.Secrets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes: Argon2id (RFC 9106), written in the usual form {@code
 * $argon2id$v=19$m=…,t=…,p=1$salt$hash} so that its cost can be raised later.
 *
 * <p>How many run at one time is limited, as each takes tens of MiB; the others wait for a while
 * and are then told to come back.
 */
public final class Passwords {
  private static final long MAX_WAIT_MS = 2_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern ENCODED =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  private final PasswordCost cost;
  private final Semaphore running;
  private final String nobodysHash;

  public Passwords(PasswordCost cost, int maxConcurrent) {
    this.cost = cost;
    running = new Semaphore(maxConcurrent, true);
    nobodysHash = encode(cost, Secrets.bytes(SALT_BYTES), Secrets.bytes(HASH_BYTES));
  }

  /** A hash with a new salt. */
  public String hash(String password) {
    byte[] salt = Secrets.bytes(SALT_BYTES);
    return encode(cost, salt, derive(password, salt, cost));
  }

  /**
   * Whether {@code password} is the one hashed; a runtime exception when {@code encoded} is no hash
   * of ours.
   */
  public boolean verify(String password, String encoded) {
    Matcher parts = ENCODED.matcher(encoded);
    if (!parts.matches()) {
      throw new IllegalStateException("a stored password hash can't be read");
    }
    PasswordCost storedCost =
        new PasswordCost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] actual = derive(password, base64.decode(parts.group(3)), storedCost);
    return MessageDigest.isEqual(base64.decode(parts.group(4)), actual);
  }

  /** Takes as long as {@link #verify} does, so that time does not tell which users exist. */
  public void verifyNobody(String password) {
    verify(password, nobodysHash);
  }

  /** More passwords are waiting to be hashed than can be in reasonable time. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BusyException() {
      super("too many passwords at one time", null, false, false);
    }
  }

  /** A flood from many addresses must not tie up every thread of the server for long. */
  private void acquire() {
    try {
      if (running.tryAcquire(MAX_WAIT_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BusyException();
  }

  private byte[] derive(String password, byte[] salt, PasswordCost at) {
    acquire();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(at.memoryKib())
              .withIterations(at.passes())
              .withParallelism(1)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    } finally {
      running.release();
    }
  }

  private static String encode(PasswordCost cost, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
