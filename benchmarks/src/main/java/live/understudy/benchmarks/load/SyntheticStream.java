package live.understudy.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import live.understudy.ingest.rtmp.RawMessage;

/**
 * The RTMP messages of an encoder that has no picture: H.264 1280x720 at 30 frames a second and AAC
 * at 48 kHz, together about 2.6 Mbit/s. Parameter sets and framing are real, the coded pictures are
 * noise. Each frame carries its number, so that whoever gets it back knows when it was sent.
 */
final class SyntheticStream {
  static final int FRAMES_PER_SECOND = 30;
  static final int PART_FRAMES = 15;

  private static final int VIDEO = 9;
  private static final int AUDIO = 8;
  private static final int STREAM_ID = 1;
  private static final int KEYFRAME_BYTES = 60_000;
  private static final int FRAME_BYTES = 9_300;
  private static final int SMALL_FRAME_BYTES = 80;
  private static final int SOUND_BYTES = 341;
  private static final int SAMPLE_RATE = 48_000;
  private static final int SAMPLES = 1_024;

  /** After tag (5), NAL unit length (4), NAL unit header and the slice's first byte. */
  private static final int MARK_AT = 11;

  private static final long MARK = 0x556E_6465_7253_7479L;
  private static final int MARK_BYTES = 2 * Long.BYTES;

  /** What x264 writes for 1280x720 at 30 frames a second, High profile. */
  private static final byte[] VIDEO_HEADER =
      HexFormat.of()
          .parseHex(
              "17000000000164001fffe1001a"
                  + "6764001facd9405005bb0110000003001000000303c0f1831960"
                  + "01000668ebe3cb22c0");

  /** AAC-LC, 48 kHz, stereo. */
  private static final byte[] AUDIO_HEADER = HexFormat.of().parseHex("af001190");

  private final int keyframeFrames;
  private final byte[] keyframe;
  private final byte[] frame;
  private final byte[] sound = new byte[SOUND_BYTES];

  /** A stream with a keyframe every so many frames. */
  SyntheticStream(int keyframeFrames) {
    this(keyframeFrames, KEYFRAME_BYTES, FRAME_BYTES);
  }

  private SyntheticStream(int keyframeFrames, int keyframeBytes, int frameBytes) {
    this.keyframeFrames = keyframeFrames;
    keyframe = picture(0x17, 0x65, keyframeBytes);
    frame = picture(0x27, 0x41, frameBytes);
    new Random(1).nextBytes(sound);
    sound[0] = (byte) 0xaf;
    sound[1] = 1;
  }

  /** The same with pictures of next to nothing, 0.15 Mbit/s: what is kept of it hardly grows. */
  static SyntheticStream small(int keyframeFrames) {
    return new SyntheticStream(keyframeFrames, SMALL_FRAME_BYTES, SMALL_FRAME_BYTES);
  }

  private static byte[] picture(int tag, int nalHeader, int bytes) {
    byte[] picture = new byte[bytes];
    new Random(bytes).nextBytes(picture);
    ByteBuffer.wrap(picture)
        .putInt(tag << 24 | 1 << 16)
        .put((byte) 0)
        .putInt(bytes - 9)
        .put((byte) nalHeader)
        .put((byte) 0x88)
        .putLong(MARK);
    return picture;
  }

  RawMessage videoHeader() {
    return new RawMessage(VIDEO, STREAM_ID, 0, VIDEO_HEADER);
  }

  RawMessage audioHeader() {
    return new RawMessage(AUDIO, STREAM_ID, 0, AUDIO_HEADER);
  }

  /** A frame; its payload is good until the next one is asked for. */
  RawMessage video(long number) {
    byte[] picture = number % keyframeFrames == 0 ? keyframe : frame;
    ByteBuffer.wrap(picture).putLong(MARK_AT + Long.BYTES, number);
    return new RawMessage(VIDEO, STREAM_ID, videoMs(number), picture);
  }

  /** A run of 1024 samples; all are alike. */
  RawMessage audio(long number) {
    return new RawMessage(AUDIO, STREAM_ID, audioMs(number), sound);
  }

  static long videoMs(long number) {
    return number * 1_000 / FRAMES_PER_SECOND;
  }

  static long audioMs(long number) {
    return number * SAMPLES * 1_000 / SAMPLE_RATE;
  }

  /** The number of the last frame within {@code media}, or -1 when there is none. */
  static long lastFrameIn(byte[] media) {
    ByteBuffer bytes = ByteBuffer.wrap(media);
    for (int at = media.length - MARK_BYTES; at >= 0; at--) {
      if (media[at] == (byte) (MARK >>> 56) && bytes.getLong(at) == MARK) {
        return bytes.getLong(at + Long.BYTES);
      }
    }
    return -1;
  }
}
