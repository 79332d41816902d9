package live.understudy.server.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/** The last seconds of one session, from a keyframe on: enough to begin a playlist at once. */
final class RecentUnits {

  /** Three segments and what a keyframe interval of two seconds adds. */
  static final long SPAN_NS = 6_000_000_000L;

  /** Of all units; a session with more is begun at its next keyframe. */
  static final long MAX_BYTES = 24L << 20;

  private static final long RUN_OF_SOUND_NS = 1_000_000_000L;

  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private @Nullable StreamConfig config;
  private long bytes;

  /** What can be decoded by itself: from one keyframe to before the next one. */
  private static final class Run {
    private final long sinceNs;
    private final List<AccessUnit> units;
    private long bytes;

    /** {@code expected}: about so many units. */
    Run(long sinceNs, int expected) {
      this.sinceNs = sinceNs;
      this.units = new ArrayList<>(expected + expected / 8 + 8);
    }

    void add(AccessUnit unit) {
      unit.data().retain();
      units.add(unit);
      bytes += unit.data().length();
    }

    void drop() {
      units.forEach(unit -> unit.data().release());
    }
  }

  /** What follows is coded like this; what came before is gone. */
  void configure(StreamConfig next) {
    clear();
    config = next;
  }

  /** Another session follows, or nothing. */
  void forget() {
    clear();
    config = null;
  }

  private void clear() {
    runs.forEach(Run::drop);
    runs.clear();
    bytes = 0;
  }

  void add(AccessUnit unit) {
    StreamConfig current = config;
    if (current == null) {
      return;
    }
    Run last = runs.peekLast();
    boolean begins = begins(unit, current, last);
    if (begins) {
      last = new Run(unit.arrivedNs(), last == null ? 0 : last.units.size());
      runs.addLast(last);
    }
    if (last == null) {
      return;
    }
    last.add(unit);
    bytes += unit.data().length();
    if (begins || bytes > MAX_BYTES) {
      trim(unit.arrivedNs());
    }
  }

  private static boolean begins(AccessUnit unit, StreamConfig config, @Nullable Run last) {
    return config.video() == null
        ? last == null || unit.arrivedNs() - last.sinceNs >= RUN_OF_SOUND_NS
        : unit.track() == TrackType.VIDEO && unit.keyframe();
  }

  private void trim(long nowNs) {
    while (runs.size() > 1 && (second().sinceNs <= nowNs - SPAN_NS || bytes > MAX_BYTES)) {
      Run oldest = runs.removeFirst();
      bytes -= oldest.bytes;
      oldest.drop();
    }
    if (bytes > MAX_BYTES) {
      clear();
    }
  }

  private Run second() {
    Run first = runs.removeFirst();
    Run second = runs.getFirst();
    runs.addFirst(first);
    return second;
  }

  /** The configuration of what is there; null before there is one. */
  @Nullable StreamConfig config() {
    return config;
  }

  /** All units, in the order in which they came. */
  void forEach(Consumer<AccessUnit> action) {
    runs.forEach(run -> run.units.forEach(action));
  }

  long bytes() {
    return bytes;
  }
}
