package live.understudy.server.media;

import java.util.List;
import live.understudy.api.event.LegStatus;
import live.understudy.failover.LegHealthView;
import live.understudy.failover.signal.CodecName;
import live.understudy.failover.signal.IssueCode;
import live.understudy.failover.signal.LegMismatches;
import live.understudy.failover.signal.SignalFacts;
import live.understudy.failover.signal.SignalIssue;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** Turns what is measured of legs into what the API shows. */
final class LegViews {

  private LegViews() {}

  static LegStatus leg(LegSnapshot snapshot) {
    LegHealthView health = snapshot.health();
    PublisherSession session = snapshot.session();
    return new LegStatus(
        LegStatus.State.valueOf(health.state().name()),
        health.sinceWallMs(),
        session == null ? null : health.encoder(),
        session == null ? null : session.remoteAddress(),
        session == null ? null : session.tls(),
        video(health),
        audio(health),
        signal(health),
        health.otherTracks(),
        shown(health.sessions()),
        health.lastEndReason(),
        snapshot.blocked(),
        health.issues().stream().map(LegViews::issue).toList());
  }

  /** In what two legs differ; nothing unless both are connected and have said what they send. */
  static List<LegStatus.Mismatch> mismatches(
      @Nullable LegSnapshot primary, @Nullable LegSnapshot backup) {
    LegMismatches.Side ours = side(primary);
    LegMismatches.Side theirs = side(backup);
    if (ours == null || theirs == null) {
      return List.of();
    }
    return LegMismatches.of(ours, theirs).stream()
        .map(mismatch ->
            new LegStatus.Mismatch(
                mismatch.code().code(),
                severity(mismatch.code().severity()),
                mismatch.primary(),
                mismatch.backup(),
                mismatch.text()))
        .toList();
  }

  private static LegMismatches.@Nullable Side side(@Nullable LegSnapshot snapshot) {
    StreamConfig config = snapshot == null ? null : snapshot.health().config();
    return snapshot == null || config == null
        ? null
        : new LegMismatches.Side(config, snapshot.health().facts());
  }

  private static LegStatus.Issue issue(LegHealthView.Issue dated) {
    SignalIssue issue = dated.issue();
    return new LegStatus.Issue(
        issue.code().code(),
        severity(issue.code().severity()),
        issue.text(),
        issue.measured(),
        issue.expected(),
        issue.measured() == null ? null : issue.code().unit(),
        dated.sinceWallMs());
  }

  private static LegStatus.Severity severity(IssueCode.Severity severity) {
    return LegStatus.Severity.valueOf(severity.name());
  }

  private static LegStatus.@Nullable Video video(LegHealthView health) {
    StreamConfig config = health.config();
    VideoConfig video = config == null ? null : config.video();
    if (video == null) {
      return null;
    }
    SignalFacts facts = health.facts();
    CodecName name = CodecName.of(video.rfc6381());
    double nominal = Math.round(video.frameRate() * 100) / 100.0;
    return new LegStatus.Video(
        video.rfc6381(),
        name.profile(),
        name.level(),
        video.width(),
        video.height(),
        nominal > 0 ? nominal : facts.framesPerSecond(),
        facts.framesPerSecond(),
        shown(facts.videoKbps()),
        shown(facts.videoKbps30s()),
        interval(facts.keyframeIntervalMs()),
        interval(facts.lastKeyframeIntervalMs()),
        interval(facts.longestKeyframeIntervalMs()),
        facts.openGop(),
        Fingerprint.of(video));
  }

  private static @Nullable Integer interval(long ms) {
    return ms == 0 ? null : shown(ms);
  }

  private static LegStatus.@Nullable Audio audio(LegHealthView health) {
    StreamConfig config = health.config();
    AudioConfig audio = config == null ? null : config.audio();
    if (audio == null) {
      return null;
    }
    SignalFacts facts = health.facts();
    return new LegStatus.Audio(
        audio.rfc6381(),
        CodecName.of(audio.rfc6381()).profile(),
        audio.sampleRate(),
        audio.channels(),
        shown(facts.audioKbps()),
        shown(facts.audioKbps30s()),
        Fingerprint.of(audio));
  }

  private static LegStatus.@Nullable Signal signal(LegHealthView health) {
    if (health.config() == null) {
      return null;
    }
    SignalFacts facts = health.facts();
    return new LegStatus.Signal(
        facts.avOffsetMs(), facts.lagMs(), facts.timestampJumps(), facts.bytes());
  }

  /** An encoder's timestamps may claim anything; the page must not fail for it. */
  private static int shown(long value) {
    return Math.clamp(value, 0, Integer.MAX_VALUE);
  }
}
