package live.understudy.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.AudioMessage;
import live.understudy.ingest.rtmp.Limits;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;

/**
 * Inputs that are media. For a codec: the configuration's length in two bytes, the configuration,
 * and one frame.
 */
final class MediaInputs {
  private static final int FLV_HEADER_BYTES = 13;
  private static final int FLV_TAG_BYTES = 11;
  private static final int AUDIO_TAG = 8;
  private static final int VIDEO_TAG = 9;
  private static final long PROBED_NS = 2_000_000_000L;
  private static final int SEQUENCE_START = 0x90;
  private static final int CODED_FRAMES_X = 0x93;
  private static final int KEY_CODED_FRAMES = 0x91;

  /** As x264 writes it, baseline profile. */
  private static final byte[] AVC_CONFIG =
      HexFormat.of()
          .parseHex(
              "0142c00affe1001a6742c00ada11ec11a808080a000003000200000300641e244d40"
                  + "01000468ce0fc8");

  /** As x265 writes it, Main profile. */
  private static final byte[] HEVC_CONFIG =
      HexFormat.of()
          .parseHex(
              "0101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff01600000"
                  + "030090000003000003001e959009210001002c42010101600000030090000003000003001e"
                  + "a0208316595912930bc11a80808082000003000200000300321022000100064401c073c089");

  private final Demuxer demuxer = new Demuxer(Limits.DEFAULT);
  private final List<SessionEvent> events = new ArrayList<>();
  private long timestampMs;

  private MediaInputs() {}

  /** An FLV file's tags, behind its header. */
  static void flv(byte[] input) throws BadInputException {
    MediaInputs media = new MediaInputs();
    ByteBuffer in = ByteBuffer.wrap(input);
    for (int at = FLV_HEADER_BYTES; at + FLV_TAG_BYTES <= input.length; ) {
      int size = Math.min(in.getInt(at) & 0xFFFFFF, input.length - at - FLV_TAG_BYTES);
      media.timestampMs = in.getInt(at + 4) >>> 8 | (input[at + 7] & 0xFFL) << 24;
      byte[] body = new byte[size];
      in.get(at + FLV_TAG_BYTES, body);
      if (input[at] == AUDIO_TAG || input[at] == VIDEO_TAG) {
        media.send(input[at] == AUDIO_TAG, body);
      }
      at += FLV_TAG_BYTES + size + 4;
    }
    media.end();
  }

  static void avc(byte[] input) throws BadInputException {
    MediaInputs media = new MediaInputs();
    Parts parts = Parts.of(input);
    media.send(false, parts.config(), 0x17, 0, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
      media.send(false, parts.frame(), i == 0 ? 0x17 : 0x27, 1, 0, 0, 40);
    }
    media.end();
  }

  static void hevc(byte[] input) throws BadInputException {
    enhanced(false, "hvc1", input, CODED_FRAMES_X);
  }

  static void av1(byte[] input) throws BadInputException {
    enhanced(false, "av01", input, KEY_CODED_FRAMES);
  }

  static void vp9(byte[] input) throws BadInputException {
    enhanced(false, "vp09", input, KEY_CODED_FRAMES);
  }

  static void opus(byte[] input) throws BadInputException {
    enhanced(true, "Opus", input, KEY_CODED_FRAMES);
  }

  /** AC-3 has no configuration but its frames; likewise E-AC-3. */
  static void ac3(byte[] input) throws BadInputException {
    enhanced(true, "ac-3", input, KEY_CODED_FRAMES);
  }

  static void eac3(byte[] input) throws BadInputException {
    enhanced(true, "ec-3", input, KEY_CODED_FRAMES);
  }

  static void aac(byte[] input) throws BadInputException {
    MediaInputs media = new MediaInputs();
    Parts parts = Parts.of(input);
    media.send(true, parts.config(), 0xAF, 0);
    media.send(true, parts.frame(), 0xAF, 1);
    media.send(true, parts.frame(), 0xAF, 1);
    media.end();
  }

  /** One SEI NAL unit beside a picture of H.264. */
  static void avcSei(byte[] input) throws BadInputException {
    MediaInputs media = new MediaInputs();
    media.send(false, AVC_CONFIG, 0x17, 0, 0, 0, 0);
    for (int i = 0; i < 2; i++) {
      media.send(
          false, nalUnits(new byte[] {6}, input, new byte[] {0x65, 1, 2, 3}), 0x17, 1, 0, 0, 0);
    }
    media.end();
  }

  /** One SEI NAL unit beside a picture of HEVC; before any configuration the demuxer waits. */
  static void hevcSei(byte[] input) throws BadInputException {
    byte[] frame = nalUnits(new byte[] {0x4E, 1}, input, new byte[] {0x26, 1, 2, 3});
    byte[] config = HEVC_CONFIG;
    byte[] whole = new byte[2 + config.length + frame.length];
    ByteBuffer.wrap(whole).putShort((short) config.length).put(config).put(frame);
    enhanced(false, "hvc1", whole, CODED_FRAMES_X);
  }

  private static byte[] nalUnits(byte[] header, byte[] payload, byte[] slice) {
    return ByteBuffer.allocate(8 + header.length + payload.length + slice.length)
        .putInt(header.length + payload.length)
        .put(header)
        .put(payload)
        .putInt(slice.length)
        .put(slice)
        .array();
  }

  private static void enhanced(boolean audio, String fourCc, byte[] input, int frameByte)
      throws BadInputException {
    MediaInputs media = new MediaInputs();
    Parts parts = Parts.of(input);
    byte[] name = fourCc.getBytes(StandardCharsets.US_ASCII);
    media.send(audio, join(name, parts.config()), SEQUENCE_START);
    media.send(audio, join(name, parts.frame()), frameByte);
    media.send(audio, join(name, parts.frame()), frameByte);
    media.end();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private void send(boolean audio, byte[] rest, int... head) throws BadInputException {
    byte[] body = new byte[head.length + rest.length];
    for (int i = 0; i < head.length; i++) {
      body[i] = (byte) head[i];
    }
    System.arraycopy(rest, 0, body, head.length, rest.length);
    timestampMs += 40;
    ByteSlice slice = ByteSlice.of(body);
    demuxer.onMessage(
        audio ? new AudioMessage(1, timestampMs, slice) : new VideoMessage(1, timestampMs, slice),
        timestampMs,
        events);
  }

  private void end() {
    demuxer.onTick(PROBED_NS, events);
    demuxer.end("over", events);
    boolean configured = false;
    for (SessionEvent event : events) {
      configured |= event instanceof SessionEvent.Configured;
      if (event instanceof SessionEvent.Unit && !configured) {
        throw new AssertionError("a unit before its configuration");
      }
    }
    if (!(events.getLast() instanceof SessionEvent.Ended)) {
      throw new AssertionError("no end");
    }
  }

  /** What an input for a codec is made of. */
  private record Parts(byte[] config, byte[] frame) {
    static Parts of(byte[] input) {
      if (input.length < 2) {
        return new Parts(new byte[0], input);
      }
      ByteBuffer in = ByteBuffer.wrap(input);
      byte[] config = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
      in.get(config);
      byte[] frame = new byte[in.remaining()];
      in.get(frame);
      return new Parts(config, frame);
    }
  }
}
