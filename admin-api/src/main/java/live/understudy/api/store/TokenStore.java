package live.understudy.api.store;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Bearer tokens, by their hashes. */
public final class TokenStore {
  private static final String SELECT =
      "SELECT id, kind, username, name, token_hash, created_at_ms, expires_at_ms FROM tokens";

  private final Jdbi jdbi;

  public TokenStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /** What a token is for. */
  public enum Kind {
    /** Made by a login; expires. */
    SESSION,
    /** Made for a script; lives until deleted. */
    API
  }

  /** A token; {@code hash} is SHA-256 in hex and is never shown. */
  public record StoredToken(
      String id,
      Kind kind,
      String username,
      String name,
      String hash,
      long createdAtMs,
      @Nullable Long expiresAtMs) {
    @Override
    public String toString() {
      return "StoredToken[" + id + ", " + kind + ", " + username + "]";
    }
  }

  /** Adds an API token unless the user has {@code max} already; whether it did. */
  public boolean addApiToken(StoredToken token, int max) {
    return jdbi.inTransaction(handle -> {
      if (count(handle, token.username(), Kind.API) >= max) {
        return false;
      }
      insert(handle, token);
      return true;
    });
  }

  /** Adds a session; expired ones, and the user's oldest beyond {@code max}, are deleted. */
  public void addSession(StoredToken token, int max) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate("DELETE FROM tokens WHERE expires_at_ms <= :now")
          .bind("now", token.createdAtMs())
          .execute();
      handle
          .createUpdate(
              "DELETE FROM tokens WHERE id IN (SELECT id FROM tokens"
                  + " WHERE username = :username AND kind = 'SESSION'"
                  + " ORDER BY created_at_ms DESC, id LIMIT :many OFFSET :keep)")
          .bind("username", token.username())
          .bind("many", Integer.MAX_VALUE)
          .bind("keep", max - 1)
          .execute();
      insert(handle, token);
    });
  }

  /** The token, expired or not, or null. */
  public @Nullable StoredToken find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " WHERE id = :id")
            .bind("id", id)
            .map((row, context) -> token(row))
            .findOne()
            .orElse(null));
  }

  /** The user's API tokens, oldest first. */
  public List<StoredToken> apiTokens(String username) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT + " WHERE username = :u AND kind = 'API' ORDER BY created_at_ms, id")
            .bind("u", username)
            .map((row, context) -> token(row))
            .list());
  }

  /** Deletes one token of the user; whether there was one. */
  public boolean delete(String username, Kind kind, String id) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM tokens WHERE id = :id AND username = :u AND kind = :kind")
            .bind("id", id)
            .bind("u", username)
            .bind("kind", kind.name())
            .execute())
        == 1;
  }

  /** Deletes all of the user's sessions except the one named (or none when null). */
  public void deleteSessions(String username, @Nullable String exceptId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "DELETE FROM tokens WHERE username = :u AND kind = 'SESSION' AND id <> :except")
            .bind("u", username)
            .bind("except", exceptId == null ? "" : exceptId)
            .execute());
  }

  private static long count(Handle handle, String username, Kind kind) {
    return handle
        .createQuery("SELECT COUNT(*) FROM tokens WHERE username = :u AND kind = :kind")
        .bind("u", username)
        .bind("kind", kind.name())
        .mapTo(Long.class)
        .one();
  }

  private static void insert(Handle handle, StoredToken token) {
    handle
        .createUpdate(
            "INSERT INTO tokens (id, kind, username, name, token_hash, created_at_ms, expires_at_ms)"
                + " VALUES (:id, :kind, :username, :name, :hash, :created, :expires)")
        .bind("id", token.id())
        .bind("kind", token.kind().name())
        .bind("username", token.username())
        .bind("name", token.name())
        .bind("hash", token.hash())
        .bind("created", token.createdAtMs())
        .bind("expires", token.expiresAtMs())
        .execute();
  }

  private static StoredToken token(java.sql.ResultSet row) throws java.sql.SQLException {
    return new StoredToken(
        row.getString("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("username"),
        row.getString("name"),
        row.getString("token_hash"),
        row.getLong("created_at_ms"),
        EventStore.nullableLong(row, "expires_at_ms"));
  }
}
