package live.understudy.failover.signal;

/**
 * One way in which a program's two legs differ.
 *
 * @param code what
 * @param primary as the primary has it, for people; empty where it has none
 * @param backup as the backup has it
 * @param text English: what a switch will cost because of it, and how to mend it
 */
public record LegMismatch(Code code, String primary, String backup, String text) {

  /** Everything that legs are compared in; the codes are stable. */
  public enum Code {
    TRACKS("tracks-differ", IssueCode.Severity.ERROR),
    VIDEO_CODEC("video-codec-differs", IssueCode.Severity.WARNING),
    SIZE("size-differs", IssueCode.Severity.WARNING),
    FRAME_RATE("frame-rate-differs", IssueCode.Severity.WARNING),
    AUDIO_CODEC("audio-codec-differs", IssueCode.Severity.WARNING),
    SAMPLE_RATE("sample-rate-differs", IssueCode.Severity.WARNING),
    CHANNELS("channels-differ", IssueCode.Severity.WARNING),
    KEYFRAME_INTERVAL("keyframe-interval-differs", IssueCode.Severity.INFO),
    CODEC_CONFIGURATION("codec-configuration-differs", IssueCode.Severity.INFO);

    private final String code;
    private final IssueCode.Severity severity;

    Code(String code, IssueCode.Severity severity) {
      this.code = code;
      this.severity = severity;
    }

    /** Stable, for programs and translations. */
    public String code() {
      return code;
    }

    public IssueCode.Severity severity() {
      return severity;
    }
  }
}
