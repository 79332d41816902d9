package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** What a video message carries (FLV E.4.3). */
public sealed interface VideoTag {

  /**
   * A decoder configuration.
   *
   * @param fourCc the codec as ISO BMFF names it
   * @param config the body of the configuration box
   */
  record SequenceHeader(String fourCc, ByteSlice config) implements VideoTag {}

  /**
   * A coded frame.
   *
   * @param compositionOffsetMs presentation time minus decode time; signed
   */
  record CodedFrame(String fourCc, int compositionOffsetMs, ByteSlice data) implements VideoTag {}

  /** Nothing that anybody needs: an end of sequence, a seek command, an empty message. */
  record Nothing() implements VideoTag {}

  Nothing NOTHING = new Nothing();

  /** Throws when the codec is not supported or the body is cut short. */
  static VideoTag parse(ByteSlice body) throws BadInputException {
    if (body.length() == 0) {
      return NOTHING;
    }
    int first = body.unsignedByte(0);
    if ((first & 0x80) != 0) {
      return extended(body, first);
    }
    int frameType = first >>> 4;
    int codecId = first & 0x0F;
    if (frameType == 5) {
      return NOTHING;
    }
    if (codecId != 7) {
      throw unsupported(legacyName(codecId));
    }
    return avc(body);
  }

  private static VideoTag avc(ByteSlice body) throws BadInputException {
    if (body.length() < 5) {
      throw new BadInputException("a video message of " + body.length() + " bytes");
    }
    // "CompositionTime: SI24", signed; some encoders send negative ones.
    int offset =
        (byte) body.unsignedByte(2) << 16 | body.unsignedByte(3) << 8 | body.unsignedByte(4);
    ByteSlice data = body.slice(5, body.length() - 5);
    int packetType = body.unsignedByte(1);
    return switch (packetType) {
      case 0 -> new SequenceHeader("avc1", data);
      case 1 -> data.length() == 0 ? NOTHING : new CodedFrame("avc1", offset, data);
      case 2 -> NOTHING;
      default -> throw new BadInputException("a video message of AVC packet type " + packetType);
    };
  }

  /** Enhanced RTMP, ExVideoTagHeader: four bits of packet type, then a FourCC. */
  private static VideoTag extended(ByteSlice body, int first) throws BadInputException {
    if (body.length() < 5) {
      throw new BadInputException("a video message of " + body.length() + " bytes");
    }
    throw unsupported(
        switch (FourCc.read(body, 1)) {
          case "hvc1" -> "HEVC";
          case "av01" -> "AV1";
          case "vp09" -> "VP9";
          case "vp08" -> "VP8";
          case "vvc1" -> "VVC";
          default -> "Enhanced RTMP packet type " + (first & 0x0F);
        });
  }

  private static BadInputException unsupported(String codec) {
    return new BadInputException(
        "the video is " + codec + ", which is not supported; set the encoder to H.264");
  }

  private static String legacyName(int codecId) {
    return switch (codecId) {
      case 2 -> "Sorenson H.263";
      case 3, 6 -> "Screen Video";
      case 4, 5 -> "VP6";
      case 12 -> "HEVC";
      default -> "FLV codec " + codecId;
    };
  }
}
