package live.understudy.api.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.Phase;
import live.understudy.media.ProgramId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Events, their languages and their encrypted stream keys. */
public final class EventStore {
  private static final String SELECT =
      "SELECT id, title, phase, latency_mode, dvr_mode, dvr_minutes, created_at_ms, live_at_ms,"
          + " ended_at_ms, backup_only FROM events";

  private static final String SELECT_KEYS =
      "SELECT event_id, language, stream_key FROM event_languages";
  private static final String ORDER_KEYS = " ORDER BY event_id, position";

  private final Jdbi jdbi;

  public EventStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /** What came of an attempt to add an event. */
  public enum Added {
    ADDED,
    ID_TAKEN,
    FULL
  }

  /** Adds the event with its encrypted keys, by language. */
  public Added add(EventView event, Map<String, String> encryptedKeys, int maxEvents) {
    return jdbi.inTransaction(handle -> {
      if (handle
          .createQuery("SELECT 1 FROM events WHERE id = :id")
          .bind("id", event.id())
          .mapTo(Integer.class)
          .findOne()
          .isPresent()) {
        return Added.ID_TAKEN;
      }
      long count = handle.createQuery("SELECT COUNT(*) FROM events").mapTo(Long.class).one();
      if (count >= maxEvents) {
        return Added.FULL;
      }
      insert(handle, event, encryptedKeys);
      return Added.ADDED;
    });
  }

  private static void insert(Handle handle, EventView event, Map<String, String> encryptedKeys) {
    handle
        .createUpdate(
            "INSERT INTO events (id, title, phase, latency_mode, dvr_mode, dvr_minutes,"
                + " created_at_ms, backup_only) VALUES (:id, :title, :phase, :latency,"
                + " :dvrMode, :dvrMinutes, :created, :backupOnly)")
        .bind("id", event.id())
        .bind("title", event.title())
        .bind("phase", event.phase().name())
        .bind("latency", event.latencyMode().name())
        .bind("dvrMode", event.dvr().mode().name())
        .bind("dvrMinutes", event.dvr().minutes())
        .bind("created", event.createdAtMs())
        .bind("backupOnly", event.backupOnly())
        .execute();
    int position = 0;
    for (String language : event.languages()) {
      handle
          .createUpdate(
              "INSERT INTO event_languages (event_id, language, position, stream_key)"
                  + " VALUES (:event, :language, :position, :key)")
          .bind("event", event.id())
          .bind("language", language)
          .bind("position", position++)
          .bind("key", encryptedKeys.get(language))
          .execute();
    }
  }

  /** All events, newest first. */
  public List<EventView> all() {
    return jdbi.inTransaction(handle -> {
      Map<String, List<String>> languages = new LinkedHashMap<>();
      handle
          .createQuery("SELECT event_id, language FROM event_languages ORDER BY event_id, position")
          .map((row, context) -> new ProgramId(row.getString(1), row.getString(2)))
          .forEach(program ->
              languages
                  .computeIfAbsent(program.eventId(), id -> new ArrayList<>())
                  .add(program.language()));
      return handle
          .createQuery(SELECT + " ORDER BY created_at_ms DESC, id")
          .map((row, context) -> event(row, languages.getOrDefault(row.getString("id"), List.of())))
          .list();
    });
  }

  /** The event, or null. */
  public @Nullable EventView find(String id) {
    return jdbi.withHandle(handle -> {
      List<String> languages =
          handle
              .createQuery(
                  "SELECT language FROM event_languages WHERE event_id = :id ORDER BY position")
              .bind("id", id)
              .mapTo(String.class)
              .list();
      return handle
          .createQuery(SELECT + " WHERE id = :id")
          .bind("id", id)
          .map((row, context) -> event(row, languages))
          .findOne()
          .orElse(null);
    });
  }

  /** Stores {@code after} if the event's phase is still {@code before}; whether it was. */
  public boolean transition(Phase before, EventView after) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                "UPDATE events SET phase = :phase, live_at_ms = :live, ended_at_ms = :ended,"
                    + " backup_only = :backupOnly WHERE id = :id AND phase = :before")
            .bind("phase", after.phase().name())
            .bind("live", after.liveAtMs())
            .bind("ended", after.endedAtMs())
            .bind("backupOnly", after.backupOnly())
            .bind("id", after.id())
            .bind("before", before.name())
            .execute())
        == 1;
  }

  /** Stores what an operator may change, if the phase is still {@code phase}; whether it was. */
  public boolean change(Phase phase, EventView after) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                "UPDATE events SET title = :title, latency_mode = :latency, dvr_mode = :dvrMode,"
                    + " dvr_minutes = :dvrMinutes WHERE id = :id AND phase = :phase")
            .bind("title", after.title())
            .bind("latency", after.latencyMode().name())
            .bind("dvrMode", after.dvr().mode().name())
            .bind("dvrMinutes", after.dvr().minutes())
            .bind("id", after.id())
            .bind("phase", phase.name())
            .execute())
        == 1;
  }

  /** Deletes the event with all that belongs to it unless it is live; whether it did. */
  public boolean deleteUnlessLive(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM events WHERE id = :id AND phase <> 'LIVE'")
            .bind("id", id)
            .execute())
        == 1;
  }

  /** The encrypted keys of all programs. */
  public Map<ProgramId, String> encryptedKeys() {
    return jdbi.withHandle(handle -> keys(handle.createQuery(SELECT_KEYS + ORDER_KEYS)));
  }

  /** The encrypted keys of one event's programs, in the order of its languages. */
  public Map<ProgramId, String> encryptedKeys(String eventId) {
    return jdbi.withHandle(handle ->
        keys(
            handle
                .createQuery(SELECT_KEYS + " WHERE event_id = :event" + ORDER_KEYS)
                .bind("event", eventId)));
  }

  private static Map<ProgramId, String> keys(Query query) {
    Map<ProgramId, String> keys = new LinkedHashMap<>();
    query
        .map((row, context) ->
            Map.entry(new ProgramId(row.getString(1), row.getString(2)), row.getString(3)))
        .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
    return keys;
  }

  /** Replaces a program's encrypted key; whether there is such a program. */
  public boolean replaceKey(ProgramId program, String encryptedKey) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                "UPDATE event_languages SET stream_key = :key"
                    + " WHERE event_id = :event AND language = :language")
            .bind("key", encryptedKey)
            .bind("event", program.eventId())
            .bind("language", program.language())
            .execute())
        == 1;
  }

  private static EventView event(ResultSet row, List<String> languages) throws SQLException {
    return new EventView(
        row.getString("id"),
        row.getString("title"),
        Phase.valueOf(row.getString("phase")),
        languages,
        LatencyMode.valueOf(row.getString("latency_mode")),
        dvr(row),
        row.getLong("created_at_ms"),
        nullableLong(row, "live_at_ms"),
        nullableLong(row, "ended_at_ms"),
        row.getBoolean("backup_only"));
  }

  private static Dvr dvr(ResultSet row) throws SQLException {
    Dvr.Mode mode = Dvr.Mode.valueOf(row.getString("dvr_mode"));
    int minutes = row.getInt("dvr_minutes");
    return new Dvr(mode, row.wasNull() ? null : minutes);
  }

  static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
