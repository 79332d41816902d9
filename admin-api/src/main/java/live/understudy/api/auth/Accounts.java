package live.understudy.api.auth;

import java.time.InstantSource;
import live.understudy.api.auth.Tokens.Issued;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.key.Secrets;
import live.understudy.api.store.TokenStore.Kind;
import live.understudy.api.store.UserStore;
import live.understudy.api.store.UserStore.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logging in, and changing one's password; thread-safe. */
public final class Accounts {
  /** The user of a new installation. */
  public static final String FIRST_USER = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
  private static final int FIRST_PASSWORD_LETTERS = 20; // 100 bits
  private static final long BUSY_WAIT_MS = 1_000;

  private final UserStore users;
  private final Tokens tokens;
  private final Passwords passwords;
  private final LoginBrake brake;
  private final InstantSource clock;

  public Accounts(
      UserStore users, Tokens tokens, PasswordCost cost, ApiLimits limits, InstantSource clock) {
    this.users = users;
    this.tokens = tokens;
    this.passwords = new Passwords(cost, limits.maxConcurrentHashes());
    this.brake = new LoginBrake(limits);
    this.clock = clock;
  }

  /** What came of a password. */
  public sealed interface Outcome {
    /** It was right. */
    record LoggedIn(Issued session, boolean mustChangePassword) implements Outcome {}

    /** It was right, and is another one now. */
    record Changed() implements Outcome {}

    /** It was wrong, or there is no such user; which of the two is not said. */
    record Wrong() implements Outcome {}

    /** Too many were wrong: not even looked at. */
    record TryLater(long waitMs) implements Outcome {}
  }

  /** Makes the first user if there is none; the password, which nothing can show again, or null. */
  public @Nullable String createFirstUser(FirstUser prepared) {
    if (!users.isEmpty()) {
      return null;
    }
    FirstUser.Credentials credentials = prepared.get();
    User first = new User(FIRST_USER, credentials.hash(), true);
    return users.addFirst(first, clock.millis()) ? credentials.password() : null;
  }

  /**
   * Gives the user a new one-time password and ends all sessions; for whoever holds the machine.
   * Returns the password, or null when there is no such user.
   */
  public @Nullable String resetPassword(String username) {
    String password = Secrets.random(FIRST_PASSWORD_LETTERS);
    if (!users.changePassword(new User(username, passwords.hash(password), true))) {
      return null;
    }
    tokens.endSessions(username, null);
    LOG.info("the password of {} was reset", username);
    return password;
  }

  /** Begins a session if the password is right. */
  public Outcome login(String username, String password, String remoteAddress) {
    try {
      return tryLogin(username, password, remoteAddress);
    } catch (Passwords.BusyException e) {
      return new Outcome.TryLater(BUSY_WAIT_MS);
    }
  }

  private Outcome tryLogin(String username, String password, String remoteAddress) {
    long waitMs = brake.tryAttempt(remoteAddress, username, clock.millis());
    if (waitMs > 0) {
      return new Outcome.TryLater(waitMs);
    }
    User user = users.find(username);
    if (!isRight(user, password) || user == null) {
      // People type passwords into the field for the name: only a name that exists is logged.
      LOG.info(
          "login refused from {} for {}",
          remoteAddress,
          user == null ? "an unknown user" : username);
      return new Outcome.Wrong();
    }
    brake.succeeded(remoteAddress, username);
    LOG.info("{} logged in from {}", username, remoteAddress);
    return new Outcome.LoggedIn(tokens.session(username), user.mustChange());
  }

  /** Changes the password if {@code current} is right; all other sessions of the user end. */
  public Outcome changePassword(
      Principal principal, String current, String next, String remoteAddress) {
    try {
      return tryChange(principal, current, next, remoteAddress);
    } catch (Passwords.BusyException e) {
      return new Outcome.TryLater(BUSY_WAIT_MS);
    }
  }

  private Outcome tryChange(
      Principal principal, String current, String next, String remoteAddress) {
    String username = principal.username();
    long waitMs = brake.tryAttempt(remoteAddress, username, clock.millis());
    if (waitMs > 0) {
      return new Outcome.TryLater(waitMs);
    }
    if (!isRight(users.find(username), current)) {
      LOG.info("change of {}'s password refused from {}", username, remoteAddress);
      return new Outcome.Wrong();
    }
    brake.succeeded(remoteAddress, username);
    users.changePassword(new User(username, passwords.hash(next), false));
    tokens.endSessions(username, principal.kind() == Kind.SESSION ? principal.tokenId() : null);
    LOG.info("{} changed the password from {}", username, remoteAddress);
    return new Outcome.Changed();
  }

  private boolean isRight(@Nullable User user, String password) {
    if (user == null) {
      passwords.verifyNobody(password);
      return false;
    }
    return passwords.verify(password, user.passwordHash());
  }
}
