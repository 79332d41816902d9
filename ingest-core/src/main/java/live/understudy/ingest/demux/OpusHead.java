package live.understudy.ingest.demux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import live.understudy.ingest.BadInputException;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;

/**
 * An Opus identification header (RFC 7845, 5.1), read.
 *
 * @param channels output channels
 * @param boxBody the same as the body of {@code dOps} (Opus in ISOBMFF, 4.3.2)
 */
record OpusHead(int channels, ByteSlice boxBody) {
  /** Opus decodes to this rate whatever was coded (RFC 7845, 4). */
  static final int SAMPLE_RATE = 48_000;

  private static final byte[] MAGIC = "OpusHead".getBytes(US_ASCII);
  private static final int HEADER_BYTES = 19;
  private static final int BOX_BYTES = 11;
  private static final int TABLE_HEADER_BYTES = 2;
  private static final int MAX_STREAMS = 255;

  /** What libopus needs before its output is right, at 48 kHz. */
  private static final int DEFAULT_PRE_SKIP = 312;

  /** A packet lasts 120 ms at most (RFC 6716, 3.2.5). */
  private static final int MAX_PACKET_SAMPLES = SAMPLE_RATE * 120 / 1000;

  /** Two channels and nothing special: what an encoder that sends no header has. */
  static OpusHead stereo() {
    return of(2, DEFAULT_PRE_SKIP, SAMPLE_RATE, (short) 0, 0, new byte[0]);
  }

  /** Enhanced RTMP: the header may be empty; then "default to mono/stereo mode". */
  static OpusHead parse(ByteSlice header) throws BadInputException {
    if (header.length() == 0) {
      return stereo();
    }
    byte[] bytes = header.toArray();
    if (bytes.length < HEADER_BYTES || Arrays.mismatch(bytes, MAGIC) != MAGIC.length) {
      throw new BadInputException("an Opus sequence header that is no identification header");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get(8) & 0xFF;
    int channels = in.get(9) & 0xFF;
    int family = in.get(18) & 0xFF;
    // "Implementations SHOULD treat streams where the upper four bits are zero as compatible."
    if (version >>> 4 != 0 || channels == 0 || family == 0 && channels > 2) {
      throw new BadInputException("Opus of version " + version + " with " + channels + " channels");
    }
    byte[] table = new byte[0];
    if (family != 0) {
      int length = TABLE_HEADER_BYTES + channels;
      if (bytes.length < HEADER_BYTES + length) {
        throw new BadInputException("an Opus sequence header that ends early");
      }
      table = Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + length);
      checkTable(table);
    }
    return of(channels, in.getShort(10) & 0xFFFF, in.getInt(12), in.getShort(16), family, table);
  }

  private static void checkTable(byte[] table) throws BadInputException {
    int streams = table[0] & 0xFF;
    int coupled = table[1] & 0xFF;
    if (streams == 0 || coupled > streams || streams + coupled > MAX_STREAMS) {
      throw new BadInputException("Opus with " + streams + " streams, " + coupled + " coupled");
    }
  }

  private static OpusHead of(
      int channels, int preSkip, int inputRate, short gain, int family, byte[] table) {
    // The same fields as in the header, but big-endian.
    ByteBuffer box = ByteBuffer.allocate(BOX_BYTES + table.length);
    box.put((byte) 0).put((byte) channels).putShort((short) preSkip).putInt(inputRate);
    box.putShort(gain).put((byte) family).put(table);
    return new OpusHead(channels, ByteSlice.of(box.array()));
  }

  /** The configuration of a stream whose packets last as long as {@code firstPacket}. */
  AudioConfig config(ByteSlice firstPacket) throws BadInputException {
    return new AudioConfig("Opus", boxBody, "opus", SAMPLE_RATE, channels, samplesIn(firstPacket));
  }

  /** How long a packet lasts at 48 kHz (RFC 6716, 3.1 and 3.2); positive. */
  static int samplesIn(ByteSlice packet) throws BadInputException {
    if (packet.length() == 0) {
      throw new BadInputException("an Opus packet without bytes");
    }
    int toc = packet.unsignedByte(0);
    int frames =
        switch (toc & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length() < 2 ? 0 : packet.unsignedByte(1) & 0x3F;
        };
    int samples = frames * frameSamples(toc >>> 3);
    if (samples == 0 || samples > MAX_PACKET_SAMPLES) {
      throw new BadInputException("an Opus packet of " + frames + " frames");
    }
    return samples;
  }

  /** RFC 6716, table 2. */
  private static int frameSamples(int config) {
    if (config < 12) {
      int index = config & 3;
      return index == 3 ? 2880 : 480 << index;
    }
    return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
  }
}
