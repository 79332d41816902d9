package live.understudy.failover.slate;

import java.util.ArrayList;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * The last picture and silence, for as long as it takes. Every picture is the same keyframe again,
 * so that players can begin anywhere; few a second, because nothing moves. The bytes are shared.
 */
public final class Slate {

  /** From picture to picture at most. */
  public static final long PICTURE_EVERY_NS = Timescale.NANOS_PER_SECOND / 2;

  private final StreamConfig config;
  private final ByteSlice picture;
  private final long pictureHash;
  private final @Nullable ByteSlice silence;
  private final long everyNs;
  private long nextPictureNs;
  private long nextSoundTicks;

  private Slate(
      StreamConfig config, AccessUnit keyframe, @Nullable ByteSlice silence, long everyNs) {
    this.config = config;
    VideoConfig video = config.video();
    this.picture = video == null ? keyframe.data().bytes() : Uncaptioned.of(video, keyframe);
    this.pictureHash = keyframe.contentHash();
    this.silence = silence;
    this.everyNs = everyNs;
  }

  /**
   * A slate of this configuration; null where its silence is not known, because players wait for
   * sound that was announced.
   *
   * @param keyframe the picture to show, or for sound alone any frame
   * @param everyNs from picture to picture, nanoseconds
   */
  public static @Nullable Slate of(StreamConfig config, AccessUnit keyframe, long everyNs) {
    AudioConfig audio = config.audio();
    ByteSlice silence = audio == null ? null : Silence.of(audio);
    if (audio != null && silence == null) {
      return null;
    }
    return new Slate(config, keyframe, silence, everyNs);
  }

  /** It begins at these program times, nanoseconds. */
  public void begin(long pictureFromNs, long soundFromNs) {
    nextPictureNs = pictureFromNs;
    AudioConfig audio = config.audio();
    if (audio != null) {
      nextSoundTicks = toTicks(soundFromNs, audio);
    }
  }

  /** What is shown from {@code ns} on was taken back, and is asked for again. */
  public void backTo(long pictureFromNs, long soundFromNs) {
    nextPictureNs = Math.min(nextPictureNs, pictureFromNs);
    AudioConfig audio = config.audio();
    if (audio != null) {
      nextSoundTicks = Math.min(nextSoundTicks, toTicks(soundFromNs, audio));
    }
  }

  /**
   * All units shown before program time {@code untilNs} that no call before has given.
   *
   * @param arrivedNs what they say of their arrival
   */
  public List<AccessUnit> until(long untilNs, long arrivedNs) {
    List<AccessUnit> units = new ArrayList<>();
    VideoConfig video = config.video();
    while (video != null && nextPictureNs < untilNs) {
      long ticks = toTicks(nextPictureNs, video);
      units.add(new AccessUnit(TrackType.VIDEO, ticks, 0, true, picture, pictureHash, arrivedNs));
      nextPictureNs += everyNs;
    }
    AudioConfig audio = config.audio();
    ByteSlice frame = silence;
    if (audio != null && frame != null) {
      long untilTicks = toTicks(untilNs, audio);
      while (nextSoundTicks < untilTicks) {
        units.add(new AccessUnit(TrackType.AUDIO, nextSoundTicks, 0, true, frame, 0, arrivedNs));
        nextSoundTicks += audio.samplesPerFrame();
      }
    }
    return units;
  }

  private static long toTicks(long ns, CodecConfig track) {
    return Timescale.convert(ns, Timescale.NANOS_PER_SECOND, track.timescale());
  }
}
