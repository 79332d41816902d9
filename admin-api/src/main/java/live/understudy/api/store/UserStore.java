package live.understudy.api.store;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** People who may log in. */
public final class UserStore {
  private final Jdbi jdbi;

  public UserStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /** A user; {@code passwordHash} is never shown. */
  public record User(String username, String passwordHash, boolean mustChange) {
    @Override
    public String toString() {
      return "User[" + username + "]";
    }
  }

  /** Adds the user if there is none at all; whether it did. */
  public boolean addFirst(User user, long nowMs) {
    return jdbi.inTransaction(handle -> {
      if (handle.createQuery("SELECT COUNT(*) FROM users").mapTo(Long.class).one() > 0) {
        return false;
      }
      return handle
              .createUpdate(
                  "INSERT INTO users (username, password_hash, must_change, created_at_ms)"
                      + " VALUES (:username, :hash, :mustChange, :now)")
              .bind("username", user.username())
              .bind("hash", user.passwordHash())
              .bind("mustChange", user.mustChange())
              .bind("now", nowMs)
              .execute()
          == 1;
    });
  }

  /** Whether nobody can log in yet. */
  public boolean isEmpty() {
    return jdbi.withHandle(
            handle -> handle.createQuery("SELECT COUNT(*) FROM users").mapTo(Long.class).one())
        == 0;
  }

  /** The user, or null. */
  public @Nullable User find(String username) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT username, password_hash, must_change FROM users"
                    + " WHERE username = :username")
            .bind("username", username)
            .map((row, context) -> new User(row.getString(1), row.getString(2), row.getBoolean(3)))
            .findOne()
            .orElse(null));
  }

  /** Replaces the password; whether there is such a user. */
  public boolean changePassword(User changed) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                "UPDATE users SET password_hash = :hash, must_change = :mustChange"
                    + " WHERE username = :username")
            .bind("hash", changed.passwordHash())
            .bind("mustChange", changed.mustChange())
            .bind("username", changed.username())
            .execute())
        == 1;
  }
}
