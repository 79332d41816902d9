package live.understudy.failover;

import java.util.List;
import live.understudy.failover.SwitchRecord.Trigger;
import live.understudy.media.AccessUnit;
import org.jspecify.annotations.Nullable;

/** A log that an engine follows instead of deciding. */
final class SwitchScript {

  private final List<SwitchRecord> entries;

  /** Entries in the order of their epochs, without a hole. */
  SwitchScript(List<SwitchRecord> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * The entry after what is {@code written} when its time has come; null before, and after the last
   * one.
   */
  @Nullable SwitchRecord due(SwitchLog written) {
    if (entries.isEmpty()) {
      return null;
    }
    long index = written.epoch() + 1 - entries.getFirst().epoch();
    if (index < 0 || index >= entries.size()) {
      return null;
    }
    SwitchRecord next = entries.get((int) index);
    return written.inputs() >= next.inputs() ? next : null;
  }

  /** Where the program begins with a keyframe of {@code session}; null when not with this one. */
  static @Nullable Long begins(@Nullable SwitchRecord next, LegSession session) {
    if (next == null || next.trigger() != Trigger.START) {
      return null;
    }
    SwitchPlace place = next.place();
    boolean same =
        place.session() == session.serial()
            && place.keyframeTicks() == session.lead().getLast().unit().pts();
    return same ? place.atNs() : null;
  }

  /** The first picture of an entry among those of the session; -1 while it has not come. */
  static int keyframe(SwitchPlace place, LegSession session) {
    List<LegUnit> pictures = session.lead();
    for (int i = pictures.size() - 1; i >= 0; i--) {
      AccessUnit picture = pictures.get(i).unit();
      if (picture.keyframe() && picture.pts() == place.keyframeTicks()) {
        return i;
      }
    }
    return -1;
  }

  /** The cut of an entry whose first picture has come, in what is there now. */
  static Splicer.Cut cut(SwitchRecord entry, LegSession session, ProgramQueue queue) {
    SwitchPlace place = entry.place();
    int keyframe = keyframe(place, session);
    long frameNs = Nanos.frame(session.lead().get(keyframe).config().lead());
    return new Splicer.Cut(
        keyframe,
        queue.indexAt(place.cutNs()),
        place.atNs(),
        place.gapNs(),
        place.overlapNs(),
        SwitchCosts.earlyNs(entry, frameNs),
        place.audioOffsetTicks());
  }
}
