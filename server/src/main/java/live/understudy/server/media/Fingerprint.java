package live.understudy.server.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.VideoConfig;

/** Eight hexadecimal digits that are the same for equal codec configurations. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(VideoConfig config) {
    return of(config.decoderConfig(), config.toString());
  }

  static String of(AudioConfig config) {
    return of(config.decoderConfig(), config.toString());
  }

  /** A record's text has all its fields, but of a slice only the length. */
  private static String of(ByteSlice decoderConfig, String rest) {
    CRC32 crc = new CRC32();
    crc.update(decoderConfig.array(), decoderConfig.offset(), decoderConfig.length());
    crc.update(rest.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
