package live.understudy.failover.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a leg's signal. */
public final class SignalIssues {
  private static final double MS_PER_S = 1000;

  /** Fewer intervals than this say nothing of how even they are. */
  private static final int KEYFRAMES_SETTLED = 4;

  private final IssueLimits limits;
  private final Set<IssueCode> before;
  private final List<SignalIssue> found = new ArrayList<>();

  private SignalIssues(IssueLimits limits, Set<IssueCode> before) {
    this.limits = limits;
    this.before = before;
  }

  /** A connected leg that sends nothing. */
  public static SignalIssue ofStalled(long silentMs) {
    return new SignalIssue(
        IssueCode.STALLED,
        (double) silentMs,
        null,
        "The encoder is connected but sends nothing. Check its network and whether it still runs.");
  }

  /**
   * What is wrong with a leg that delivers, worst first.
   *
   * @param recentSessions how many began within {@link IssueLimits#reconnectsMs}
   * @param before what was wrong so far: it has to become better than what isn't wrong yet
   */
  public static List<SignalIssue> of(
      SignalFacts facts,
      StreamConfig config,
      int recentSessions,
      IssueLimits limits,
      Set<IssueCode> before) {
    SignalIssues issues = new SignalIssues(limits, before);
    issues.connection(facts, recentSessions);
    VideoConfig video = config.video();
    if (video != null) {
      issues.pictures(facts, video);
    }
    issues.sound(facts, config);
    return issues.found.stream().sorted(Comparator.comparing(SignalIssue::code)).toList();
  }

  private boolean isBeyond(Threshold threshold, double value, IssueCode code) {
    return threshold.isBeyond(value, before.contains(code));
  }

  private void connection(SignalFacts facts, int recentSessions) {
    if (isBeyond(limits.lagMs(), facts.lagMs(), IssueCode.LAGGING)) {
      add(
          IssueCode.LAGGING,
          facts.lagMs(),
          limits.lagMs().raise(),
          "The signal is %s s late: the upload is too slow for it, or the encoder can't keep up."
              + " Lower the bitrate in OBS → Settings → Output → Streaming, or use a faster preset",
          facts.lagMs() / MS_PER_S);
    }
    if (isBeyond(limits.sessions(), recentSessions, IssueCode.RECONNECTING)) {
      add(
          IssueCode.RECONNECTING,
          recentSessions,
          1,
          "The encoder connected %s times within 5 minutes. Check its network; a cable is better"
              + " than Wi-Fi",
          recentSessions);
    }
    if (facts.timestampJumps() > 0) {
      add(
          IssueCode.TIMESTAMP_JUMPS,
          facts.timestampJumps(),
          0,
          "Timestamps jumped %s times since the encoder connected. Play sources in the encoder"
              + " without loops that restart the clock, or restart the encoder",
          facts.timestampJumps());
    }
  }

  private void pictures(SignalFacts facts, VideoConfig video) {
    Long silentMs = facts.videoSilentMs();
    if (silentMs != null && silentMs > limits.stoppedMs()) {
      add(
          IssueCode.VIDEO_STOPPED,
          silentMs,
          null,
          "Sound arrives, but no picture for %s s. Check the encoder's video source and its load",
          silentMs / MS_PER_S);
    }
    if (video.fourCc().equals("vp09")) {
      found.add(
          SignalIssue.of(
              IssueCode.APPLE_CANNOT_PLAY,
              "The pictures are VP9, which Apple's players (Safari, iPhone, iPad, Apple TV) don't"
                  + " take from HLS. Where anybody watches with one, set the encoder to H.264 or"
                  + " HEVC."));
    }
    keyframes(facts);
    double declared = video.frameRate();
    double measured = facts.steadyFramesPerSecond();
    if (facts.ageMs() < limits.settledMs()) {
      return;
    }
    if (declared > 0
        && isBeyond(limits.lowFrameRate(), measured / declared, IssueCode.FRAME_RATE_LOW)) {
      add(
          IssueCode.FRAME_RATE_LOW,
          measured,
          rounded(declared),
          "Only %s pictures a second arrive of %s. Lower the encoder's load: a smaller picture or a"
              + " faster preset in OBS → Settings → Output",
          measured,
          rounded(declared));
    }
    if (declared == 0) {
      add(
          IssueCode.FRAME_RATE_VARIES,
          measured,
          null,
          "The frame rate is not constant. Set a constant one in the encoder, so that switches are"
              + " exact to the picture (FFmpeg: -r 30 -fps_mode cfr)");
    }
  }

  private void keyframes(SignalFacts facts) {
    double longestS = facts.longestKeyframeIntervalMs() / MS_PER_S;
    double wantedS = limits.wantedKeyframeIntervalMs() / MS_PER_S;
    if (isBeyond(
        limits.keyframeIntervalMs(),
        facts.longestKeyframeIntervalMs(),
        IssueCode.KEYFRAMES_TOO_FAR_APART)) {
      add(
          IssueCode.KEYFRAMES_TOO_FAR_APART,
          tenths(longestS),
          wantedS,
          "Keyframe interval is %s s: set it to %s s in OBS → Settings → Output → Streaming",
          tenths(longestS),
          wantedS);
    } else if (facts.keyframeIntervals() >= KEYFRAMES_SETTLED
        && isBeyond(
            limits.uneven(),
            (double) facts.longestKeyframeIntervalMs() / facts.shortestKeyframeIntervalMs(),
            IssueCode.KEYFRAMES_UNEVEN)) {
      add(
          IssueCode.KEYFRAMES_UNEVEN,
          tenths(longestS),
          wantedS,
          "Keyframes come at uneven distances, up to %s s: switch scene change detection off"
              + " (x264: scenecut=0) and set the interval to %s s in OBS → Settings → Output →"
              + " Streaming",
          tenths(longestS),
          wantedS);
    }
    if (facts.openGop()) {
      found.add(
          SignalIssue.of(
              IssueCode.OPEN_GOP,
              "Pictures refer across keyframes (open GOP), so a switch can show broken ones. Set"
                  + " closed GOPs in the encoder (x265: open-gop=0; x264: open-gop=0)."));
    }
  }

  private void sound(SignalFacts facts, StreamConfig config) {
    if (config.audio() == null) {
      found.add(
          SignalIssue.of(
              IssueCode.NO_AUDIO, "The signal has no sound. Check the encoder's audio source."));
      return;
    }
    Long silentMs = facts.audioSilentMs();
    if (silentMs != null && silentMs > limits.stoppedMs()) {
      add(
          IssueCode.AUDIO_STOPPED,
          silentMs,
          null,
          "Pictures arrive, but no sound for %s s. Check the encoder's audio source",
          silentMs / MS_PER_S);
    }
    Long offsetMs = facts.avOffsetMs();
    if (offsetMs != null
        && isBeyond(limits.avOffsetMs(), Math.abs(offsetMs), IssueCode.AV_OFFSET)) {
      add(
          IssueCode.AV_OFFSET,
          offsetMs,
          0,
          "Sound arrives %s ms "
              + (offsetMs > 0 ? "after" : "before")
              + " its picture. Check the sync offset of the audio source in the encoder (OBS →"
              + " Advanced Audio Properties)",
          Math.abs(offsetMs));
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 100) / 100.0;
  }

  private void add(
      IssueCode code, Number measured, @Nullable Number expected, String text, Number... values) {
    found.add(
        new SignalIssue(
            code,
            measured.doubleValue(),
            expected == null ? null : expected.doubleValue(),
            sentence(text, values)));
  }

  private static String sentence(String text, Number... values) {
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i].doubleValue();
      shown[i] =
          value == Math.rint(value)
              ? Long.toString((long) value)
              : String.format(
                  Locale.ROOT, value * 10 == Math.rint(value * 10) ? "%.1f" : "%.2f", value);
    }
    return String.format(Locale.ROOT, text, shown) + ".";
  }
}
