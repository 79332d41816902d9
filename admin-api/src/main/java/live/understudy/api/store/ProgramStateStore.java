package live.understudy.api.store;

import live.understudy.media.ProgramId;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What each program needs to go on after a restart, as an opaque text with a version.
 *
 * <p>Blocks on the database: never call it where media waits.
 */
public final class ProgramStateStore {
  private final Jdbi jdbi;
  private final int maxChars;

  public ProgramStateStore(Database database, int maxChars) {
    this.jdbi = database.jdbi();
    this.maxChars = maxChars;
  }

  /** A resume record: the caller defines what {@code version} and {@code state} mean. */
  public record SavedState(int version, String state) {}

  /**
   * Stores or replaces the program's record.
   *
   * @return false when the event was deleted meanwhile, and nothing was stored
   * @throws IllegalArgumentException when the text is longer than the limit
   */
  public boolean save(ProgramId program, SavedState saved) {
    if (saved.state().length() > maxChars) {
      throw new IllegalArgumentException(
          "the resume record of " + program + " has more than " + maxChars + " characters");
    }
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                "INSERT INTO program_state (event_id, language, version, state)"
                    + " SELECT event_id, language, :version, :state FROM event_languages"
                    + " WHERE event_id = :event AND language = :language"
                    + " ON CONFLICT (event_id, language)"
                    + " DO UPDATE SET version = excluded.version, state = excluded.state")
            .bind("version", saved.version())
            .bind("state", saved.state())
            .bind("event", program.eventId())
            .bind("language", program.language())
            .execute())
        > 0;
  }

  /** The program's record, or null when none was saved. */
  public @Nullable SavedState load(ProgramId program) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT version, state FROM program_state"
                    + " WHERE event_id = :event AND language = :language")
            .bind("event", program.eventId())
            .bind("language", program.language())
            .map((row, context) -> new SavedState(row.getInt(1), row.getString(2)))
            .findOne()
            .orElse(null));
  }

  /** Forgets the records of all programs of the event. */
  public void deleteByEvent(String eventId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("DELETE FROM program_state WHERE event_id = :event")
            .bind("event", eventId)
            .execute());
  }
}
