package live.understudy.failover.signal;

import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;

/** Streams for tests, whose ticks are milliseconds. */
final class Signals {
  static final long MS = 1_000_000;
  static final int PICTURE_BYTES = 10_000;
  static final int SOUND_BYTES = 640;
  static final StreamConfig BOTH = new StreamConfig(video("avc1.64001f", 1280, 720, 25), audio());

  private Signals() {}

  /** {@code frameRate} 0: none is declared. */
  static VideoConfig video(String rfc6381, int width, int height, int frameRate) {
    return new VideoConfig(
        rfc6381.substring(0, 4),
        ByteSlice.of(rfc6381.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        rfc6381,
        width,
        height,
        1_000,
        frameRate == 0 ? 0 : 1_000 / frameRate);
  }

  static AudioConfig audio() {
    return audio("mp4a.40.2", 48_000, 2);
  }

  static AudioConfig audio(String rfc6381, int sampleRate, int channels) {
    return new AudioConfig(
        "mp4a", ByteSlice.of(new byte[] {(byte) channels}), rfc6381, sampleRate, channels, 1_024);
  }

  static AccessUnit picture(long dtsMs, int offsetMs, boolean keyframe) {
    return new AccessUnit(
        TrackType.VIDEO, dtsMs, offsetMs, keyframe, ByteSlice.of(new byte[PICTURE_BYTES]), 0, 0);
  }

  static AccessUnit sound(long ms) {
    return new AccessUnit(
        TrackType.AUDIO, ms * 48, 0, true, ByteSlice.of(new byte[SOUND_BYTES]), 0, 0);
  }
}
