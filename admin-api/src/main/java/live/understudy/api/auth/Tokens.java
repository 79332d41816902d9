package live.understudy.api.auth;

import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.key.Secrets;
import live.understudy.api.store.TokenStore;
import live.understudy.api.store.TokenStore.Kind;
import live.understudy.api.store.TokenStore.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens: <code>us_{id}_{secret}</code>, the secret 260 random bits; thread-safe.
 *
 * <p>A token is found by its id, which is not secret, and then compared by hash in constant time.
 */
public final class Tokens {
  private static final int ID_LETTERS = 16;
  private static final int SECRET_LETTERS = 52;
  private static final Pattern TOKEN =
      Pattern.compile("us_([a-z2-7]{" + ID_LETTERS + "})_[a-z2-7]{" + SECRET_LETTERS + "}");

  private final TokenStore store;
  private final ApiLimits limits;
  private final InstantSource clock;
  private final TokenCache cache;

  public Tokens(TokenStore store, ApiLimits limits, InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.cache = new TokenCache(limits.maxCachedTokens(), limits.cachedTokenMs());
  }

  /** A token just made; the only time its text exists. */
  public record Issued(String id, String token, @Nullable Long expiresAtMs) {
    @Override
    public String toString() {
      return "Issued[" + id + "]";
    }
  }

  /** Begins a session of the user. */
  public Issued session(String username) {
    long nowMs = clock.millis();
    Issued issued = issue(nowMs + limits.sessionMs());
    store.addSession(stored(issued, Kind.SESSION, username, "", nowMs), limits.maxSessions());
    cache.clear();
    return issued;
  }

  /** Makes a token for a script, or null when the user has as many as are allowed. */
  public @Nullable Issued apiToken(String username, String name) {
    Issued issued = issue(null);
    StoredToken token = stored(issued, Kind.API, username, name, clock.millis());
    return store.addApiToken(token, limits.maxApiTokens()) ? issued : null;
  }

  /** The user's API tokens, oldest first. */
  public List<StoredToken> apiTokens(String username) {
    return store.apiTokens(username);
  }

  /** Deletes one token of the user's; whether there was one. */
  public boolean delete(String username, Kind kind, String id) {
    boolean deleted = store.delete(username, kind, id);
    cache.clear();
    return deleted;
  }

  /** Ends all of the user's sessions, but the one named (or none when null). */
  public void endSessions(String username, @Nullable String exceptId) {
    store.deleteSessions(username, exceptId);
    cache.clear();
  }

  /** Whose token this is, or null when it is nobody's or has expired. */
  public @Nullable Principal authenticate(String token) {
    Matcher matcher = TOKEN.matcher(token);
    if (token.length() > 128 || !matcher.matches()) {
      return null;
    }
    String id = matcher.group(1);
    long nowMs = clock.millis();
    StoredToken known = cache.find(id, nowMs);
    if (known == null) {
      long generation = cache.generation();
      known = store.find(id);
      if (known == null) {
        return null;
      }
      cache.put(known, nowMs, generation);
    }
    boolean expired = known.expiresAtMs() != null && known.expiresAtMs() <= nowMs;
    byte[] expected = HexFormat.of().parseHex(known.hash());
    boolean equal = MessageDigest.isEqual(expected, Secrets.sha256(token));
    return equal && !expired ? new Principal(known.username(), known.kind(), id) : null;
  }

  private static Issued issue(@Nullable Long expiresAtMs) {
    String id = Secrets.random(ID_LETTERS);
    return new Issued(id, "us_" + id + "_" + Secrets.random(SECRET_LETTERS), expiresAtMs);
  }

  private static StoredToken stored(
      Issued issued, Kind kind, String username, String name, long nowMs) {
    String hash = HexFormat.of().formatHex(Secrets.sha256(issued.token()));
    return new StoredToken(issued.id(), kind, username, name, hash, nowMs, issued.expiresAtMs());
  }
}
