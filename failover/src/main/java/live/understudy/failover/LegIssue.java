package live.understudy.failover;

/**
 * What is wrong with a leg's signal; each has a stable code and a sentence that says how to mend
 * it.
 */
public enum LegIssue {
  STALLED(
      "stalled",
      Severity.ERROR,
      "The encoder is connected but sends nothing. Check its network and whether it still runs."),
  KEYFRAMES_TOO_FAR_APART(
      "keyframes-too-far-apart",
      Severity.WARNING,
      "Keyframes are further apart than a segment. Set the encoder's keyframe interval to 2 seconds,"
          + " so that a switch loses nothing."),
  NO_AUDIO(
      "no-audio", Severity.WARNING, "The signal has no sound. Check the encoder's audio source.");

  /** How bad it is. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  private final String code;
  private final Severity severity;
  private final String text;

  LegIssue(String code, Severity severity, String text) {
    this.code = code;
    this.severity = severity;
    this.text = text;
  }

  /** Stable, for programs and translations. */
  public String code() {
    return code;
  }

  public Severity severity() {
    return severity;
  }

  /** English, for people. */
  public String text() {
    return text;
  }
}
