package live.understudy.hls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/** Streams of access units that say in their data what they are. */
final class Streams {

  static final int AUDIO_RATE = 48_000;
  static final int AUDIO_FRAME = 1024;
  static final AudioConfig AAC =
      new AudioConfig(
          "mp4a",
          ByteSlice.of(new byte[] {0x11, (byte) 0x90}),
          "mp4a.40.2",
          AUDIO_RATE,
          2,
          AUDIO_FRAME);

  private Streams() {}

  static VideoConfig avc(int timescale, int frameTicks, int sps) {
    byte[] avcC = {1, 100, 0, 31, (byte) 0xFF, (byte) sps};
    return new VideoConfig(
        "avc1", ByteSlice.of(avcC), "avc1.64001f", 1280, 720, timescale, frameTicks);
  }

  static StreamConfig config(int timescale, int frameTicks) {
    return new StreamConfig(avc(timescale, frameTicks, 1), AAC);
  }

  static AccessUnit video(long dts, int offset, boolean keyframe) {
    return new AccessUnit(TrackType.VIDEO, dts, offset, keyframe, payload(1, dts), dts, 0);
  }

  static AccessUnit picture(long dts, boolean keyframe) {
    return video(dts, 0, keyframe);
  }

  static AccessUnit sound(long dts) {
    return new AccessUnit(TrackType.AUDIO, dts, 0, true, payload(2, dts), dts, 0);
  }

  private static ByteSlice payload(int kind, long number) {
    byte[] data = new byte[12];
    ByteBuffer.wrap(data).putInt(0, kind).putLong(4, number);
    return ByteSlice.of(data);
  }

  /** Frames at a constant rate, a keyframe every {@code gop}, with their sound in order. */
  static List<AccessUnit> constant(VideoConfig video, int frames, int gop, long firstDts) {
    List<AccessUnit> units = new ArrayList<>();
    long firstSample = firstDts * AUDIO_RATE / video.timescale();
    long samples = 0;
    for (int i = 0; i < frames; i++) {
      units.add(picture(firstDts + (long) i * video.frameTicks(), i % gop == 0));
      long until = (i + 1L) * video.frameTicks() * AUDIO_RATE / video.timescale();
      for (; samples + AUDIO_FRAME <= until; samples += AUDIO_FRAME) {
        units.add(sound(firstSample + samples));
      }
    }
    return units;
  }

  static Packager packager(int targetS, @Nullable StreamConfig config) {
    Packager packager =
        new Packager(
            PackagerConfig.of(targetS, targetS * 1_000_000L, 500_000), PackagerResume.FRESH);
    if (config != null) {
      packager.configure(config);
    }
    return packager;
  }

  static List<Segment> packed(Packager packager, List<AccessUnit> units) {
    units.forEach(packager::add);
    packager.flush();
    return packager.drainSegments();
  }
}
