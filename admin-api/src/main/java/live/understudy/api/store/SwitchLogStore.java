package live.understudy.api.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchStore;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The switch logs in the database. The same SQL does on SQLite and on PostgreSQL. */
public final class SwitchLogStore implements SwitchStore {
  private static final String COLUMNS =
      "epoch, at_ms, from_leg, to_leg, cause, fault, splice, detection_ms, program_time_ms, gap_ms,"
          + " frames_lost, frames_repeated, audio_gap_ms, alignment, offset_ms, confidence,"
          + " inputs, msn, part, session, keyframe_ticks, lead_offset_ticks, audio_offset_ticks,"
          + " reorder_ticks, at_ns, cut_ns, gap_ns, overlap_ns, slate_until_ns, discontinuity";

  private static final String OF_PROGRAM = " WHERE event_id = :event AND language = :language";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM switches" + OF_PROGRAM;

  /**
   * One statement, so that no other writer can come between. Two that run at the same moment see
   * the same end: the primary key lets one of them in.
   */
  private static final String APPEND =
      "INSERT INTO switches (event_id, language, "
          + COLUMNS
          + ") SELECT :event, :language, :epoch, :atMs, :from, :to, :cause, :fault, :splice,"
          + " :detectionMs, :programTimeMs, :gapMs, :framesLost, :framesRepeated, :audioGapMs,"
          + " :alignment, :offsetMs, :confidence, :inputs, :msn, :part, :session, :keyframeTicks,"
          + " :leadOffsetTicks, :audioOffsetTicks, :reorderTicks, :atNs, :cutNs, :gapNs,"
          + " :overlapNs, :slateUntilNs, :discontinuity WHERE :expected ="
          + " (SELECT COALESCE(MAX(epoch), 0) FROM switches"
          + OF_PROGRAM
          + ") AND EXISTS (SELECT 1 FROM event_languages"
          + OF_PROGRAM
          + ") ON CONFLICT DO NOTHING";

  private final Jdbi jdbi;

  public SwitchLogStore(Database database) {
    this.jdbi = database.jdbi();
  }

  @Override
  public Appended append(ProgramId program, long expectedEpoch, SwitchEntry entry) {
    if (entry.epoch() != expectedEpoch + 1) {
      throw new IllegalArgumentException("an entry has the epoch after the last one");
    }
    return jdbi.withHandle(handle -> {
      Update update = of(program, handle.createUpdate(APPEND)).bind("expected", expectedEpoch);
      if (bind(update, entry).execute() == 1) {
        return new Appended.Done();
      }
      return refused(handle, program, entry);
    });
  }

  private static Appended refused(Handle handle, ProgramId program, SwitchEntry entry) {
    boolean known =
        of(program, handle.createQuery("SELECT 1 FROM event_languages" + OF_PROGRAM))
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!known) {
      return new Appended.Gone();
    }
    SwitchEntry stored =
        of(program, handle.createQuery(SELECT + " AND epoch = :epoch"))
            .bind("epoch", entry.epoch())
            .map((row, context) -> entry(row))
            .findOne()
            .orElse(null);
    return entry.equals(stored)
        ? new Appended.Done()
        : new Appended.Conflict(end(handle, program).epoch());
  }

  @Override
  public List<SwitchEntry> after(ProgramId program, long afterEpoch, int limit) {
    return jdbi.withHandle(handle ->
        of(program, handle.createQuery(SELECT + " AND epoch > :after ORDER BY epoch LIMIT :limit"))
            .bind("after", afterEpoch)
            .bind("limit", limit)
            .map((row, context) -> entry(row))
            .list());
  }

  @Override
  public List<SwitchEntry> latest(ProgramId program, int limit) {
    List<SwitchEntry> newestFirst =
        jdbi.withHandle(handle ->
            of(program, handle.createQuery(SELECT + " ORDER BY epoch DESC LIMIT :limit"))
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    return newestFirst.reversed();
  }

  @Override
  public End end(ProgramId program) {
    return jdbi.withHandle(handle -> end(handle, program));
  }

  private static End end(Handle handle, ProgramId program) {
    String sql =
        "SELECT COALESCE(MAX(epoch), 0), COALESCE(MAX(session), 0) FROM switches" + OF_PROGRAM;
    return of(program, handle.createQuery(sql))
        .map((row, context) -> new End(row.getLong(1), row.getLong(2)))
        .one();
  }

  private static Query of(ProgramId program, Query query) {
    return query.bind("event", program.eventId()).bind("language", program.language());
  }

  private static Update of(ProgramId program, Update update) {
    return update.bind("event", program.eventId()).bind("language", program.language());
  }

  private static Update bind(Update update, SwitchEntry entry) {
    SwitchEntry.Place place = entry.place();
    return update
        .bind("epoch", entry.epoch())
        .bind("atMs", entry.atMs())
        .bind("from", name(entry.from()))
        .bind("to", name(entry.to()))
        .bind("cause", entry.trigger())
        .bind("fault", entry.fault())
        .bind("splice", entry.splice())
        .bind("detectionMs", entry.detectionMs())
        .bind("programTimeMs", entry.programTimeMs())
        .bind("gapMs", entry.gapMs())
        .bind("framesLost", entry.framesLost())
        .bind("framesRepeated", entry.framesRepeated())
        .bind("audioGapMs", entry.audioGapMs())
        .bind("alignment", entry.alignment().name())
        .bind("offsetMs", entry.offsetMs())
        .bind("confidence", entry.confidence())
        .bind("inputs", place.inputs())
        .bind("msn", place.msn())
        .bind("part", place.part())
        .bind("session", place.session())
        .bind("keyframeTicks", place.keyframeTicks())
        .bind("leadOffsetTicks", place.leadOffsetTicks())
        .bind("audioOffsetTicks", place.audioOffsetTicks())
        .bind("reorderTicks", place.reorderTicks())
        .bind("atNs", place.atNs())
        .bind("cutNs", place.cutNs())
        .bind("gapNs", place.gapNs())
        .bind("overlapNs", place.overlapNs())
        .bind("slateUntilNs", place.slateUntilNs())
        .bind("discontinuity", place.discontinuity());
  }

  private static @Nullable String name(@Nullable Leg leg) {
    return leg == null ? null : leg.name();
  }

  private static SwitchEntry entry(ResultSet row) throws SQLException {
    double offsetMs = row.getDouble("offset_ms");
    Double offset = row.wasNull() ? null : offsetMs;
    return new SwitchEntry(
        row.getLong("epoch"),
        row.getLong("at_ms"),
        leg(row.getString("from_leg")),
        leg(row.getString("to_leg")),
        row.getString("cause"),
        row.getString("fault"),
        row.getString("splice"),
        row.getLong("detection_ms"),
        row.getLong("program_time_ms"),
        row.getLong("gap_ms"),
        row.getInt("frames_lost"),
        row.getInt("frames_repeated"),
        row.getLong("audio_gap_ms"),
        ProgramStatus.Alignment.valueOf(row.getString("alignment")),
        offset,
        row.getDouble("confidence"),
        place(row));
  }

  private static SwitchEntry.Place place(ResultSet row) throws SQLException {
    return new SwitchEntry.Place(
        row.getLong("inputs"),
        row.getLong("msn"),
        row.getInt("part"),
        row.getLong("session"),
        row.getLong("keyframe_ticks"),
        row.getLong("lead_offset_ticks"),
        row.getLong("audio_offset_ticks"),
        row.getInt("reorder_ticks"),
        row.getLong("at_ns"),
        EventStore.nullableLong(row, "cut_ns"),
        row.getLong("gap_ns"),
        row.getLong("overlap_ns"),
        EventStore.nullableLong(row, "slate_until_ns"),
        row.getBoolean("discontinuity"));
  }

  private static @Nullable Leg leg(@Nullable String name) {
    return name == null ? null : Leg.valueOf(name);
  }
}
