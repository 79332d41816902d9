package live.understudy.server.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.api.event.SwitchLogStatus.State;
import live.understudy.api.event.SwitchStore;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * One program's switches: the latest, for whoever looks, and those that are not stored yet. Its
 * locks are held for as long as it takes to look at a list.
 */
final class SwitchBook {

  /** What the status shows; the store has all. */
  static final int MAX_SHOWN = 100;

  /** A store that is gone for longer than these take loses the oldest of them. */
  static final int MAX_PENDING = 1_000;

  /** A store that takes longer is not counted on. */
  static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(150);

  private final ProgramId program;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private volatile List<SwitchEntry> latest;
  private volatile long storedEpoch;
  private volatile boolean failing;
  private final long lastSession;

  /** What numbers of this process's engine are to be added to, after a conflict. */
  private long shift;

  private long conflicts;
  private long dropped;

  /** An entry that waits to be stored, under the number that it shall have. */
  record Pending(SwitchEntry entry, long sinceNs) {}

  /** Goes on after what is stored: its {@code latest} entries and where it ends. */
  SwitchBook(ProgramId program, List<SwitchEntry> latest, SwitchStore.End end) {
    this.program = program;
    this.latest = List.copyOf(latest);
    this.storedEpoch = end.epoch();
    this.lastSession = end.session();
  }

  /** A book in which nothing is written yet. */
  SwitchBook(ProgramId program) {
    this(program, List.of(), new SwitchStore.End(0, 0));
  }

  ProgramId program() {
    return program;
  }

  long storedEpoch() {
    return storedEpoch;
  }

  /** The greatest number of a session that was on air before. */
  long lastSession() {
    return lastSession;
  }

  /** Oldest first. */
  List<SwitchEntry> latest() {
    return latest;
  }

  /** Takes the next entry; {@code kept} says whether it is to be stored. */
  synchronized void add(SwitchEntry entry, boolean kept, long nowNs) {
    SwitchEntry numbered = entry.withEpoch(entry.epoch() + shift);
    List<SwitchEntry> next = new ArrayList<>(latest);
    next.add(numbered);
    latest = List.copyOf(next.subList(Math.max(0, next.size() - MAX_SHOWN), next.size()));
    if (!kept) {
      return;
    }
    pending.addLast(new Pending(numbered, nowNs));
    if (pending.size() > MAX_PENDING) {
      dropped++;
      pending.removeFirst();
    }
  }

  /** What is to be stored next, or null. */
  synchronized @Nullable Pending next() {
    return pending.peekFirst();
  }

  /** {@code done} is stored. */
  synchronized void stored(Pending done) {
    failing = false;
    storedEpoch = done.entry().epoch();
    pending.remove(done);
  }

  /** The program is gone: nothing of it is stored any more. */
  synchronized void forget() {
    pending.clear();
  }

  /** The store does not answer. */
  void failed() {
    failing = true;
  }

  /**
   * Somebody else has written: what waits comes after the entry {@code currentEpoch}. What it says
   * was done all the same, and published.
   */
  synchronized void conflict(long currentEpoch) {
    Pending first = pending.peekFirst();
    if (first == null) {
      return;
    }
    conflicts++;
    storedEpoch = currentEpoch;
    long by = currentEpoch + 1 - first.entry().epoch();
    shift += by;
    List<Pending> renumbered = new ArrayList<>();
    for (Pending one : pending) {
      SwitchEntry moved = one.entry().withEpoch(one.entry().epoch() + by);
      renumbered.add(new Pending(moved, one.sinceNs()));
    }
    List<SwitchEntry> shown = new ArrayList<>(latest);
    int known = Math.max(0, shown.size() - renumbered.size());
    shown.subList(known, shown.size()).clear();
    renumbered
        .subList(Math.max(0, renumbered.size() - MAX_SHOWN), renumbered.size())
        .forEach(one -> shown.add(one.entry()));
    latest = List.copyOf(shown);
    pending.clear();
    pending.addAll(renumbered);
  }

  synchronized SwitchLogStatus status(long nowNs) {
    Pending first = pending.peekFirst();
    State state = State.STORED;
    if (first != null) {
      boolean late = failing || nowNs - first.sinceNs() > PATIENCE_NS;
      state = late ? State.ALONE : State.PENDING;
    }
    return new SwitchLogStatus(state, storedEpoch, pending.size(), conflicts, dropped);
  }
}
