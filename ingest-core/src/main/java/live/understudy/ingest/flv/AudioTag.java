package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** What an audio message carries (FLV E.4.2, Enhanced RTMP v2 "ExAudioTagHeader"). */
public sealed interface AudioTag {

  /**
   * A decoder configuration.
   *
   * @param fourCc the codec as ISO BMFF names it: {@code mp4a}, {@code Opus}, {@code ac-3} or
   *     {@code ec-3}
   * @param config for {@code mp4a} an AudioSpecificConfig; for {@code Opus} an identification
   *     header (RFC 7845, 5.1), or empty; for the others nothing that is needed
   */
  record SequenceHeader(String fourCc, ByteSlice config) implements AudioTag {}

  /**
   * A coded frame.
   *
   * @param offsetNs to add to the message's milliseconds, less than one
   */
  record CodedFrame(String fourCc, ByteSlice data, int offsetNs) implements AudioTag {}

  /** Nothing that anybody needs: an end of sequence, or an empty message, which means silence. */
  record Nothing() implements AudioTag {}

  Nothing NOTHING = new Nothing();

  /** Throws when the codec is not supported or the body is cut short. */
  static AudioTag parse(ByteSlice body) throws BadInputException {
    if (body.length() < 2) {
      return NOTHING;
    }
    int format = body.unsignedByte(0) >>> 4;
    return switch (format) {
      case 9 -> extended(body);
      case 10 -> aac(body);
      default -> throw unsupported(legacyName(format));
    };
  }

  private static AudioTag aac(ByteSlice body) throws BadInputException {
    ByteSlice data = body.slice(2, body.length() - 2);
    if (data.length() == 0) {
      return NOTHING;
    }
    return switch (body.unsignedByte(1)) {
      case 0 -> new SequenceHeader("mp4a", data);
      case 1 -> new CodedFrame("mp4a", data, 0);
      default ->
          throw new BadInputException(
              "an audio message of AAC packet type " + body.unsignedByte(1));
    };
  }

  private static AudioTag extended(ByteSlice body) throws BadInputException {
    ExPacket packet = ExPacket.read(body, ExPacket.AUDIO_MULTITRACK);
    if (packet == null) {
      return NOTHING;
    }
    String fourCc = packet.fourCc();
    switch (fourCc) {
      case "mp4a", "Opus", "ac-3", "ec-3" -> {}
      default -> throw unsupported(extendedName(fourCc));
    }
    return switch (packet.type()) {
      case ExPacket.SEQUENCE_START -> new SequenceHeader(fourCc, packet.payload());
      case ExPacket.CODED_FRAMES ->
          packet.payload().length() == 0
              ? NOTHING
              : new CodedFrame(fourCc, packet.payload(), packet.offsetNs());
      // 4 is MultichannelConfig: where the speakers stand, which the codecs say themselves.
      case ExPacket.SEQUENCE_END, 4 -> NOTHING;
      default ->
          throw new BadInputException("an audio message of extended packet type " + packet.type());
    };
  }

  private static BadInputException unsupported(String codec) {
    return new BadInputException(
        "the audio is "
            + codec
            + ", which is not supported; set the encoder to AAC, Opus, AC-3 or E-AC-3");
  }

  private static String extendedName(String fourCc) {
    return switch (fourCc) {
      case "fLaC" -> "FLAC";
      case ".mp3" -> "MP3";
      default -> "Enhanced RTMP's " + fourCc;
    };
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
