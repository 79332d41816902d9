package live.understudy.api.store;

import java.util.HashSet;
import java.util.Set;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which legs an operator has blocked. */
public final class LegBlockStore {
  private final Jdbi jdbi;

  public LegBlockStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /** All legs that are blocked. */
  public Set<LegId> all() {
    return jdbi.withHandle(handle ->
        new HashSet<>(
            handle
                .createQuery("SELECT event_id, language, leg FROM leg_blocks")
                .map((row, context) ->
                    new LegId(
                        new ProgramId(row.getString(1), row.getString(2)),
                        Leg.valueOf(row.getString(3))))
                .list()));
  }

  /** Remembers whether a leg of a stored event is blocked. */
  public void set(LegId leg, boolean blocked) {
    jdbi.useTransaction(handle -> {
      execute(
          handle,
          "DELETE FROM leg_blocks WHERE event_id = :event AND language = :language AND leg = :leg",
          leg);
      if (blocked) {
        execute(
            handle,
            "INSERT INTO leg_blocks (event_id, language, leg) VALUES (:event, :language, :leg)",
            leg);
      }
    });
  }

  private static void execute(Handle handle, String sql, LegId leg) {
    handle
        .createUpdate(sql)
        .bind("event", leg.program().eventId())
        .bind("language", leg.program().language())
        .bind("leg", leg.leg().name())
        .execute();
  }
}
