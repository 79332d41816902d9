package live.understudy.failover.signal;

import org.jspecify.annotations.Nullable;

/** Everything that can be wrong with one leg's signal, worst first; the codes are stable. */
public enum IssueCode {
  STALLED("stalled", Severity.ERROR, "ms"),
  VIDEO_STOPPED("video-stopped", Severity.ERROR, "ms"),
  AUDIO_STOPPED("audio-stopped", Severity.ERROR, "ms"),
  LAGGING("lagging", Severity.WARNING, "ms"),
  RECONNECTING("reconnecting", Severity.WARNING, "sessions"),
  KEYFRAMES_TOO_FAR_APART("keyframes-too-far-apart", Severity.WARNING, "s"),
  OPEN_GOP("open-gop", Severity.WARNING, null),
  FRAME_RATE_LOW("frame-rate-low", Severity.WARNING, "fps"),
  TIMESTAMP_JUMPS("timestamp-jumps", Severity.WARNING, "jumps"),
  AV_OFFSET("av-offset", Severity.WARNING, "ms"),
  NO_AUDIO("no-audio", Severity.WARNING, null),
  APPLE_CANNOT_PLAY("apple-cannot-play", Severity.WARNING, null),
  KEYFRAMES_UNEVEN("keyframes-uneven", Severity.INFO, "s"),
  FRAME_RATE_VARIES("frame-rate-varies", Severity.INFO, "fps");

  /** How bad it is. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  private final String code;
  private final Severity severity;
  private final @Nullable String unit;

  IssueCode(String code, Severity severity, @Nullable String unit) {
    this.code = code;
    this.severity = severity;
    this.unit = unit;
  }

  /** Stable, for programs and translations. */
  public String code() {
    return code;
  }

  public Severity severity() {
    return severity;
  }

  /**
   * Whether a signal that is wrong can look well for a moment: measured over seconds, while others
   * are judged by many keyframes, by the configuration or by the whole session.
   */
  public boolean comesAndGoes() {
    return switch (this) {
      case VIDEO_STOPPED, AUDIO_STOPPED, LAGGING, OPEN_GOP, FRAME_RATE_LOW, AV_OFFSET -> true;
      default -> false;
    };
  }

  /** Of what is measured and expected; null where neither is. */
  public @Nullable String unit() {
    return unit;
  }
}
