package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** What an audio message carries (FLV E.4.2). */
public sealed interface AudioTag {

  /**
   * A decoder configuration.
   *
   * @param fourCc the codec as ISO BMFF names it
   * @param config for {@code mp4a} an AudioSpecificConfig
   */
  record SequenceHeader(String fourCc, ByteSlice config) implements AudioTag {}

  /** A coded frame. */
  record CodedFrame(String fourCc, ByteSlice data) implements AudioTag {}

  /** Nothing that anybody needs: an empty message, which means silence. */
  record Nothing() implements AudioTag {}

  Nothing NOTHING = new Nothing();

  /** Throws when the codec is not supported. */
  static AudioTag parse(ByteSlice body) throws BadInputException {
    if (body.length() < 2) {
      return NOTHING;
    }
    int format = body.unsignedByte(0) >>> 4;
    if (format == 9 && body.length() >= 5) {
      throw unsupported("Enhanced RTMP's " + FourCc.read(body, 1));
    }
    if (format != 10) {
      throw unsupported(legacyName(format));
    }
    ByteSlice data = body.slice(2, body.length() - 2);
    if (data.length() == 0) {
      return NOTHING;
    }
    return switch (body.unsignedByte(1)) {
      case 0 -> new SequenceHeader("mp4a", data);
      case 1 -> new CodedFrame("mp4a", data);
      default ->
          throw new BadInputException(
              "an audio message of AAC packet type " + body.unsignedByte(1));
    };
  }

  private static BadInputException unsupported(String codec) {
    return new BadInputException(
        "the audio is " + codec + ", which is not supported; set the encoder to AAC");
  }

  private static String legacyName(int format) {
    return switch (format) {
      case 0, 3 -> "PCM";
      case 1 -> "ADPCM";
      case 2, 14 -> "MP3";
      case 4, 5, 6 -> "Nellymoser";
      case 7, 8 -> "G.711";
      case 11 -> "Speex";
      default -> "FLV sound format " + format;
    };
  }
}
