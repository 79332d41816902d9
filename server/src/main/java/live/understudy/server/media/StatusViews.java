package live.understudy.server.media;

import java.util.List;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchPlace;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.health.QualityFault;
import org.jspecify.annotations.Nullable;

/** Turns the engine's views into what the API shows. */
final class StatusViews {

  private StatusViews() {}

  /** A program that had ended before this process began. */
  static ProgramStatus ended() {
    return new ProgramStatus(
        ProgramStatus.State.ENDED, null, 0, 0, ProgramStatus.Alignment.NONE, null, List.of());
  }

  static ProgramStatus program(
      ProgramView view,
      long mediaSequence,
      LatencyMode latencyMode,
      RecordingStatus recording,
      List<SwitchEntry> switches,
      SwitchLogStatus switchLog) {
    return new ProgramStatus(
        ProgramStatus.State.valueOf(view.state().name()),
        view.onAir(),
        mediaSequence,
        view.targetDurationS(),
        ProgramStatus.Alignment.valueOf(view.alignment().name()),
        view.backupBehindMs(),
        view.confidence(),
        view.driftPpm(),
        view.slate(),
        view.held(),
        view.switchingTo(),
        switches,
        latencyMode,
        recording,
        switchLog);
  }

  /** The latest one that {@code switches}, oldest first, tell of; null when there is none. */
  static @Nullable Interruption interruption(List<SwitchRecord> switches) {
    for (int i = switches.size() - 1; i >= 0; i--) {
      if (switches.get(i).to() == null) {
        Long toMs = i + 1 < switches.size() ? switches.get(i + 1).atMs() : null;
        return new Interruption(switches.get(i).atMs(), toMs);
      }
    }
    return null;
  }

  /** An entry of the engine's log as it is stored and shown. */
  static SwitchEntry entry(SwitchRecord entry) {
    QualityFault fault = entry.fault();
    SwitchRecord.Cost cost = entry.cost();
    return new SwitchEntry(
        entry.epoch(),
        entry.atMs(),
        entry.from(),
        entry.to(),
        entry.trigger().name(),
        fault == null ? null : fault.name(),
        cost.splice().name(),
        entry.detectionMs(),
        cost.programTimeMs(),
        cost.gapMs(),
        cost.framesLost(),
        cost.framesRepeated(),
        cost.audioGapMs(),
        ProgramStatus.Alignment.valueOf(entry.offset().alignment().name()),
        entry.offset().backupBehindMs(),
        entry.offset().confidence(),
        place(entry));
  }

  private static SwitchEntry.Place place(SwitchRecord entry) {
    SwitchPlace place = entry.place();
    return new SwitchEntry.Place(
        entry.inputs(),
        place.msn(),
        place.part(),
        place.session(),
        place.keyframeTicks(),
        place.leadOffsetTicks(),
        place.audioOffsetTicks(),
        place.reorderTicks(),
        place.atNs(),
        place.cutNs() == SwitchPlace.NOTHING_CUT ? null : place.cutNs(),
        place.gapNs(),
        place.overlapNs(),
        place.slateUntilNs() == SwitchPlace.NO_SLATE ? null : place.slateUntilNs(),
        place.discontinuity());
  }
}
