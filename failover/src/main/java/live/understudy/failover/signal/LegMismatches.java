package live.understudy.failover.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * Compares the signals of a program's two legs, before anything depends on it. Legs that are alike
 * join without a trace; where the configuration differs, players must begin a new one.
 */
public final class LegMismatches {
  /** Encoders' clocks and cameras' odd rates differ by less. */
  private static final double SAME_RATE = 0.02;

  private static final long SAME_INTERVAL_MS = 250;
  private static final double MS_PER_S = 1000;

  private final List<LegMismatch> found = new ArrayList<>();

  private LegMismatches() {}

  /** One leg as it is compared. */
  public record Side(StreamConfig config, SignalFacts facts) {}

  /** In what they differ, worst first. */
  public static List<LegMismatch> of(Side primary, Side backup) {
    LegMismatches mismatches = new LegMismatches();
    mismatches.tracks(primary.config(), backup.config());
    VideoConfig ourVideo = primary.config().video();
    VideoConfig theirVideo = backup.config().video();
    boolean alike = true;
    if (ourVideo != null && theirVideo != null) {
      alike = mismatches.pictures(ourVideo, theirVideo);
      mismatches.frameRates(rate(ourVideo, primary.facts()), rate(theirVideo, backup.facts()));
      mismatches.keyframes(primary.facts(), backup.facts());
    }
    AudioConfig ourAudio = primary.config().audio();
    AudioConfig theirAudio = backup.config().audio();
    if (ourAudio != null && theirAudio != null) {
      alike &= mismatches.sound(ourAudio, theirAudio);
    }
    if (!alike && mismatches.found.stream().allMatch(m -> isAboutTime(m.code()))) {
      mismatches.configuration(ourVideo, theirVideo);
    }
    mismatches.found.sort((one, other) -> {
      int bySeverity = other.code().severity().compareTo(one.code().severity());
      return bySeverity != 0 ? bySeverity : one.code().compareTo(other.code());
    });
    return List.copyOf(mismatches.found);
  }

  private static boolean isAboutTime(LegMismatch.Code code) {
    return code == LegMismatch.Code.KEYFRAME_INTERVAL || code == LegMismatch.Code.FRAME_RATE;
  }

  private void tracks(StreamConfig primary, StreamConfig backup) {
    String ours = tracksOf(primary);
    String theirs = tracksOf(backup);
    if (!ours.equals(theirs)) {
      add(
          LegMismatch.Code.TRACKS,
          ours,
          theirs,
          "The primary sends %s, the backup sends %s: a switch loses one of them for viewers. Send"
              + " the same from both encoders.");
    }
  }

  private static String tracksOf(StreamConfig config) {
    return config.video() == null
        ? "sound alone"
        : config.audio() == null ? "pictures alone" : "pictures and sound";
  }

  /** Whether their configurations are byte by byte the same. */
  private boolean pictures(VideoConfig primary, VideoConfig backup) {
    if (!primary.rfc6381().equals(backup.rfc6381())) {
      add(
          LegMismatch.Code.VIDEO_CODEC,
          primary.rfc6381(),
          backup.rfc6381(),
          "The primary encodes %s, the backup %s: a switch makes players start their decoder anew."
              + " Use the same encoder, profile and level on both.");
    }
    if (primary.width() != backup.width() || primary.height() != backup.height()) {
      add(
          LegMismatch.Code.SIZE,
          primary.width() + "x" + primary.height(),
          backup.width() + "x" + backup.height(),
          "The primary's picture is %s, the backup's %s: viewers see the switch. Set the same output"
              + " resolution on both (OBS → Settings → Video).");
    }
    return primary.decoderConfig().equals(backup.decoderConfig());
  }

  private void frameRates(double primary, double backup) {
    if (primary > 0 && backup > 0 && Math.abs(primary - backup) > SAME_RATE * primary) {
      add(
          LegMismatch.Code.FRAME_RATE,
          rate(primary),
          rate(backup),
          "The primary has %s frames a second, the backup %s: motion changes at a switch. Set the"
              + " same frame rate on both (OBS → Settings → Video).");
    }
  }

  private static double rate(VideoConfig video, SignalFacts facts) {
    return video.frameRate() > 0 ? video.frameRate() : facts.steadyFramesPerSecond();
  }

  private static String rate(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private void keyframes(SignalFacts primary, SignalFacts backup) {
    long ours = primary.keyframeIntervalMs();
    long theirs = backup.keyframeIntervalMs();
    if (ours > 0 && theirs > 0 && Math.abs(ours - theirs) > SAME_INTERVAL_MS) {
      add(
          LegMismatch.Code.KEYFRAME_INTERVAL,
          rate(ours / MS_PER_S),
          rate(theirs / MS_PER_S),
          "The primary has a keyframe every %s s, the backup every %s s. Set 2 s on both (OBS →"
              + " Settings → Output → Streaming).");
    }
  }

  private boolean sound(AudioConfig primary, AudioConfig backup) {
    if (!primary.rfc6381().equals(backup.rfc6381())) {
      add(
          LegMismatch.Code.AUDIO_CODEC,
          primary.rfc6381(),
          backup.rfc6381(),
          "The primary's sound is %s, the backup's %s: a switch makes players start their decoder"
              + " anew. Use the same audio encoder on both.");
    }
    if (primary.sampleRate() != backup.sampleRate()) {
      add(
          LegMismatch.Code.SAMPLE_RATE,
          Integer.toString(primary.sampleRate()),
          Integer.toString(backup.sampleRate()),
          "The primary's sound has %s samples a second, the backup's %s. Set 48 kHz on both (OBS →"
              + " Settings → Audio).");
    }
    if (primary.channels() != backup.channels()) {
      add(
          LegMismatch.Code.CHANNELS,
          Integer.toString(primary.channels()),
          Integer.toString(backup.channels()),
          "The primary's sound has %s channels, the backup's %s. Set stereo on both (OBS → Settings"
              + " → Audio).");
    }
    return primary.decoderConfig().equals(backup.decoderConfig());
  }

  private void configuration(@Nullable VideoConfig primary, @Nullable VideoConfig backup) {
    add(
        LegMismatch.Code.CODEC_CONFIGURATION,
        primary == null ? "" : primary.rfc6381(),
        backup == null ? "" : backup.rfc6381(),
        "Both encoders are set alike and still describe their streams differently, so a switch is"
            + " marked in the playlist. The same encoder and version on both avoids that.");
  }

  private void add(LegMismatch.Code code, String primary, String backup, String text) {
    found.add(new LegMismatch(code, primary, backup, text.formatted(primary, backup)));
  }
}
