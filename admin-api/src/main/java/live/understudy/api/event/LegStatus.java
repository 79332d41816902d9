package live.understudy.api.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one leg at one moment; immutable.
 *
 * @param sinceMs wall clock when the state began
 * @param encoder what the encoder calls itself, as sent, or null
 * @param remote the encoder's address, or null when none is connected
 * @param tls whether the connection is encrypted, or null when there is none
 * @param sessions how many sessions the leg has had, this one included
 * @param lastEndReason why the last session that ended did, or null
 * @param blocked whether an operator keeps encoders out
 * @param issues what the encoder's operator should know, worst first
 */
public record LegStatus(
    State state,
    long sinceMs,
    @Nullable String encoder,
    @Nullable String remote,
    @Nullable Boolean tls,
    @Nullable Video video,
    @Nullable Audio audio,
    int sessions,
    @Nullable String lastEndReason,
    boolean blocked,
    List<Issue> issues) {

  public LegStatus {
    issues = List.copyOf(issues);
  }

  /** A leg that no encoder has ever used. */
  public static LegStatus offline(long sinceMs) {
    return new LegStatus(
        State.OFFLINE, sinceMs, null, null, null, null, null, 0, null, false, List.of());
  }

  /** What a leg does. */
  public enum State {
    /** No encoder is connected. */
    OFFLINE,
    /** An encoder is connected; nothing that could be shown has arrived yet. */
    CONNECTING,
    /** Pictures and sound arrive. */
    RECEIVING,
    /** An encoder is connected and has stopped sending. */
    STALLED
  }

  /** How grave an issue is. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  /**
   * The video as measured.
   *
   * @param codec RFC 6381 name, for example {@code avc1.64001f}
   * @param frameRate frames per second
   * @param keyframeIntervalMs the longest one seen lately, or null before the second keyframe
   * @param configuration a fingerprint of everything that a decoder is set up with: where it is the
   *     same on both legs, players need nothing new at a switch
   */
  public record Video(
      String codec,
      int width,
      int height,
      double frameRate,
      int kbps,
      @Nullable Integer keyframeIntervalMs,
      String configuration) {}

  /**
   * The audio as measured.
   *
   * @param codec RFC 6381 name, for example {@code mp4a.40.2}
   * @param sampleRate Hz
   * @param configuration as for video
   */
  public record Audio(String codec, int sampleRate, int channels, int kbps, String configuration) {}

  /**
   * One thing to know; {@code code} is stable, {@code text} a sentence that says how to mend it.
   */
  public record Issue(String code, Severity severity, String text) {}
}
