package live.understudy.failover.slate;

import java.util.HexFormat;
import java.util.List;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** One coded frame of silence for a configuration. */
public final class Silence {

  /**
   * raw_data_block()s of AAC-LC (ISO/IEC 14496-3, 4.4.2.1) whose spectra are zero, for 1 to 6
   * channels. With SBR they are the core; without SBR data its decoder finds nothing to add.
   */
  private static final List<ByteSlice> AAC =
      List.of(
          hex("00c800802380"),
          hex("21004990021900 2380"),
          hex("00c8008020840126400864008e"),
          hex("00c80080208401264008640080 2c80080238"),
          hex("00c8008020840126400864008230049900219002 38"),
          hex("00c800802084012640086400823004990021900200b2002008e0"));

  private static final int OPUS_RATE = 48_000;

  private Silence() {}

  private static ByteSlice hex(String digits) {
    return ByteSlice.of(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  /** A frame that decodes to silence; null where none is known for the configuration. */
  public static @Nullable ByteSlice of(AudioConfig config) {
    return switch (config.fourCc()) {
      case "mp4a" -> {
        int channels = config.channels();
        yield channels >= 1 && channels <= AAC.size() ? AAC.get(channels - 1) : null;
      }
      case "Opus" -> config.channels() <= 2 ? opus(config.samplesPerFrame()) : null;
      default -> null;
    };
  }

  /**
   * CELT frames, fullband and mono, whose first bit says silence (RFC 6716, 3.1 and 4.3): one, or
   * several in one packet where that lasts longer than 20 ms.
   */
  private static @Nullable ByteSlice opus(int samples) {
    int perMs = OPUS_RATE / 1000;
    if (samples * 10 % perMs != 0) {
      return null;
    }
    return switch (samples * 10 / perMs) {
      case 25 -> hex("e0fffe");
      case 50 -> hex("e8fffe");
      case 100 -> hex("f0fffe");
      case 200 -> hex("f8fffe");
      case 400 -> hex("f9fffefffe");
      case 600 -> hex("fb03fffefffefffe");
      default -> null;
    };
  }
}
