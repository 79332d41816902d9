package live.understudy.api.event;

import java.util.List;
import live.understudy.media.ProgramId;

/**
 * The switch logs of all programs, shared by whoever publishes them. Appended by compare-and-set,
 * never changed. Thread-safe; every method blocks, and throws a runtime exception when the store
 * does not answer.
 */
public interface SwitchStore {

  /** What became of an attempt to append. */
  sealed interface Appended {
    /** It is stored, now or by an attempt before whose answer was lost. */
    record Done() implements Appended {}

    /** The log has got further, or is not as far, as was believed; nothing was changed. */
    record Conflict(long currentEpoch) implements Appended {}

    /** There is no such program any more. */
    record Gone() implements Appended {}
  }

  /** How far a log is: its last epoch, and the greatest session number in it; zeros when empty. */
  record End(long epoch, long session) {}

  /**
   * Appends {@code entry} if {@code expectedEpoch} is the log's last epoch, 0 for an empty one. The
   * entry's own epoch is one more.
   */
  Appended append(ProgramId program, long expectedEpoch, SwitchEntry entry);

  /** At most {@code limit} entries after {@code afterEpoch}, oldest first. */
  List<SwitchEntry> after(ProgramId program, long afterEpoch, int limit);

  /** The last {@code limit} entries, oldest first. */
  List<SwitchEntry> latest(ProgramId program, int limit);

  /** How far the log is. */
  End end(ProgramId program);
}
