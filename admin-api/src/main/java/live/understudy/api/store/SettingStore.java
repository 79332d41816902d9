package live.understudy.api.store;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Single values that belong to the database as a whole. */
public final class SettingStore {
  private final Jdbi jdbi;

  public SettingStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /** The value, or null. */
  public @Nullable String find(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT value FROM settings WHERE name = :name")
            .bind("name", name)
            .mapTo(String.class)
            .findOne()
            .orElse(null));
  }

  /** Stores a value whose name is new. */
  public void add(String name, String value) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("INSERT INTO settings (name, value) VALUES (:name, :value)")
            .bind("name", name)
            .bind("value", value)
            .execute());
  }
}
