package live.understudy.server.media;

import java.util.ArrayList;
import java.util.List;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.failover.LegHealthView;
import live.understudy.failover.LegIssue;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchPlace;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.health.QualityFault;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** Turns the engine's views into what the API shows. */
final class StatusViews {

  private StatusViews() {}

  static LegStatus leg(LegSnapshot snapshot) {
    LegHealthView health = snapshot.health();
    PublisherSession session = snapshot.session();
    List<LegStatus.Issue> issues = new ArrayList<>();
    for (LegIssue issue : health.issues()) {
      issues.add(
          new LegStatus.Issue(
              issue.code(), LegStatus.Severity.valueOf(issue.severity().name()), issue.text()));
    }
    return new LegStatus(
        LegStatus.State.valueOf(health.state().name()),
        health.sinceWallMs(),
        session == null ? null : health.encoder(),
        session == null ? null : session.remoteAddress(),
        session == null ? null : session.tls(),
        video(health),
        audio(health),
        shown(health.sessions()),
        health.lastEndReason(),
        snapshot.blocked(),
        issues);
  }

  private static LegStatus.@Nullable Video video(LegHealthView health) {
    StreamConfig config = health.config();
    VideoConfig video = config == null ? null : config.video();
    if (video == null) {
      return null;
    }
    Integer interval = health.keyframeIntervalMs() == 0 ? null : shown(health.keyframeIntervalMs());
    double nominal = Math.round(video.frameRate() * 100) / 100.0;
    return new LegStatus.Video(
        video.rfc6381(),
        video.width(),
        video.height(),
        nominal > 0 ? nominal : health.framesPerSecond(),
        shown(health.videoKbps()),
        interval,
        Fingerprint.of(video));
  }

  private static LegStatus.@Nullable Audio audio(LegHealthView health) {
    StreamConfig config = health.config();
    AudioConfig audio = config == null ? null : config.audio();
    return audio == null
        ? null
        : new LegStatus.Audio(
            audio.rfc6381(),
            audio.sampleRate(),
            audio.channels(),
            shown(health.audioKbps()),
            Fingerprint.of(audio));
  }

  /** An encoder's timestamps may claim anything; the page must not fail for it. */
  private static int shown(long value) {
    return Math.clamp(value, 0, Integer.MAX_VALUE);
  }

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
