package live.understudy.api.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import live.understudy.media.OtherTrack;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one leg at one moment; immutable.
 *
 * @param sinceMs wall clock when the state began
 * @param encoder what the encoder calls itself, as sent, or null
 * @param remote the encoder's address, or null when none is connected
 * @param tls whether the connection is encrypted, or null when there is none
 * @param signal what is measured of both tracks together, or null while nothing is shown of them
 * @param otherTracks what the encoder sends besides, which is not served
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
    @Nullable Signal signal,
    List<OtherTrack> otherTracks,
    int sessions,
    @Nullable String lastEndReason,
    boolean blocked,
    List<Issue> issues) {

  public LegStatus {
    otherTracks = List.copyOf(otherTracks);
    issues = List.copyOf(issues);
  }

  /** A leg that no encoder has ever used. */
  public static LegStatus offline(long sinceMs) {
    return new LegStatus(
        State.OFFLINE,
        sinceMs,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        0,
        null,
        false,
        List.of());
  }

  /** The same with one issue more. */
  public LegStatus with(Issue issue) {
    List<Issue> all = new ArrayList<>(issues);
    all.add(issue);
    all.sort(Comparator.comparing(Issue::severity).reversed());
    return new LegStatus(
        state,
        sinceMs,
        encoder,
        remote,
        tls,
        video,
        audio,
        signal,
        otherTracks,
        sessions,
        lastEndReason,
        blocked,
        all);
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
   * The video as declared and as measured.
   *
   * @param codec RFC 6381 name, for example {@code avc1.64001f}
   * @param profile for example {@code High}, or null when it is not known
   * @param level for example {@code 3.1}, or null when it is not known
   * @param frameRate frames per second as declared, or as measured where the stream declares none
   * @param measuredFrameRate pictures that arrived over the last 2 s, per second
   * @param kbps over the last second
   * @param kbps30s over the last 30 s
   * @param keyframeIntervalMs the longest of the last eight, or null before the second keyframe
   * @param lastKeyframeIntervalMs between the last two keyframes, or null likewise
   * @param longestKeyframeIntervalMs the longest lately, the one that still goes on included; or
   *     null
   * @param openGop whether pictures refer across keyframes
   * @param configuration a fingerprint of everything that a decoder is set up with: where it is the
   *     same on both legs, players need nothing new at a switch
   */
  public record Video(
      String codec,
      @Nullable String profile,
      @Nullable String level,
      int width,
      int height,
      double frameRate,
      double measuredFrameRate,
      int kbps,
      int kbps30s,
      @Nullable Integer keyframeIntervalMs,
      @Nullable Integer lastKeyframeIntervalMs,
      @Nullable Integer longestKeyframeIntervalMs,
      boolean openGop,
      String configuration) {}

  /**
   * The audio as declared and as measured.
   *
   * @param codec RFC 6381 name, for example {@code mp4a.40.2}
   * @param profile for example {@code LC}, or null when it is not known
   * @param sampleRate in Hz
   * @param kbps over the last second
   * @param kbps30s over the last 30 s
   * @param configuration as for video
   */
  public record Audio(
      String codec,
      @Nullable String profile,
      int sampleRate,
      int channels,
      int kbps,
      int kbps30s,
      String configuration) {}

  /**
   * Both tracks together.
   *
   * @param avOffsetMs how much later sound arrives than its picture; null without both
   * @param lagMs how much later than at its best the signal arrives
   * @param timestampJumps in this session
   * @param bytes in this session
   */
  public record Signal(@Nullable Long avOffsetMs, long lagMs, int timestampJumps, long bytes) {}

  /**
   * One thing to know.
   *
   * @param code stable
   * @param text a sentence that says how to mend it
   * @param measured in {@code unit}, or null
   * @param expected in {@code unit}, or null
   * @param unit {@code ms}, {@code s}, {@code fps}, {@code jumps} or {@code sessions}; or null
   * @param sinceMs wall clock
   */
  public record Issue(
      String code,
      Severity severity,
      String text,
      @Nullable Double measured,
      @Nullable Double expected,
      @Nullable String unit,
      long sinceMs) {}

  /**
   * One way in which a program's two legs differ.
   *
   * @param code stable
   * @param primary as the primary has it
   * @param backup as the backup has it
   * @param text a sentence that says what it costs and how to mend it
   */
  public record Mismatch(
      String code, Severity severity, String primary, String backup, String text) {}
}
