package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** What a video message carries (FLV E.4.3, Enhanced RTMP v2 "ExVideoTagHeader"). */
public sealed interface VideoTag {

  /**
   * A decoder configuration.
   *
   * @param fourCc the codec as ISO BMFF names it: {@code avc1}, {@code hvc1}, {@code av01} or
   *     {@code vp09}
   * @param config the body of the configuration box
   */
  record SequenceHeader(String fourCc, ByteSlice config) implements VideoTag {}

  /**
   * A coded frame.
   *
   * @param compositionOffsetMs presentation time minus decode time; signed
   * @param offsetNs to add to the message's milliseconds, less than one
   */
  record CodedFrame(String fourCc, int compositionOffsetMs, ByteSlice data, int offsetNs)
      implements VideoTag {}

  /**
   * Names and values about the pictures that follow.
   *
   * @param amf a text and an object in AMF 0
   */
  record Metadata(ByteSlice amf) implements VideoTag {}

  /** Nothing that anybody needs: an end of sequence, a seek command, an empty message. */
  record Nothing() implements VideoTag {}

  Nothing NOTHING = new Nothing();

  /** Throws when the codec is not supported or the body is cut short. */
  static VideoTag parse(ByteSlice body) throws BadInputException {
    if (body.length() == 0) {
      return NOTHING;
    }
    int first = body.unsignedByte(0);
    if (isCommand(first)) {
      return NOTHING;
    }
    if ((first & 0x80) != 0) {
      return extended(body);
    }
    int codecId = first & 0x0F;
    return switch (codecId) {
      case 7 -> legacy("avc1", body);
      // Not in FLV's specification, but what encoders sent before Enhanced RTMP.
      case 12 -> legacy("hvc1", body);
      default -> throw unsupported(legacyName(codecId));
    };
  }

  /** Whether a message that begins with this byte carries a command and no picture. */
  static boolean isCommand(int first) {
    return (first >>> 4 & 7) == 5;
  }

  /** AVCVIDEOPACKET (FLV E.4.3.2), and the same for HEVC. */
  private static VideoTag legacy(String fourCc, ByteSlice body) throws BadInputException {
    Cursor in = new Cursor(body);
    in.take(1);
    int packetType = in.unsigned(1);
    // "CompositionTime: SI24", signed; some encoders send negative ones.
    int offsetMs = in.signed24();
    ByteSlice data = in.take(in.remaining());
    return switch (packetType) {
      case 0 -> new SequenceHeader(fourCc, data);
      case 1 -> frame(fourCc, offsetMs, data, 0);
      case 2 -> NOTHING;
      default -> throw new BadInputException("a video message of packet type " + packetType);
    };
  }

  private static VideoTag extended(ByteSlice body) throws BadInputException {
    ExPacket packet = ExPacket.read(body, ExPacket.VIDEO_MULTITRACK);
    if (packet == null) {
      return NOTHING;
    }
    String fourCc = packet.fourCc();
    boolean hasOffset = fourCc.equals("avc1") || fourCc.equals("hvc1");
    if (!hasOffset && !fourCc.equals("av01") && !fourCc.equals("vp09")) {
      throw unsupported(extendedName(fourCc));
    }
    return switch (packet.type()) {
      case ExPacket.SEQUENCE_START -> new SequenceHeader(fourCc, packet.payload());
      case ExPacket.CODED_FRAMES -> {
        Cursor in = new Cursor(packet.payload());
        int offsetMs = hasOffset ? in.signed24() : 0;
        yield frame(fourCc, offsetMs, in.take(in.remaining()), packet.offsetNs());
      }
      // "CodedFramesX": the composition time is zero and is left out.
      case 3 -> frame(fourCc, 0, packet.payload(), packet.offsetNs());
      case ExPacket.SEQUENCE_END -> NOTHING;
      case 4 -> new Metadata(packet.payload());
      case 5 -> throw unsupported("AV1 with an MPEG-2 TS descriptor");
      default ->
          throw new BadInputException("a video message of extended packet type " + packet.type());
    };
  }

  private static VideoTag frame(String fourCc, int offsetMs, ByteSlice data, int offsetNs) {
    return data.length() == 0 ? NOTHING : new CodedFrame(fourCc, offsetMs, data, offsetNs);
  }

  private static BadInputException unsupported(String codec) {
    return new BadInputException(
        "the video is "
            + codec
            + ", which is not supported; set the encoder to H.264, HEVC, AV1 or VP9");
  }

  private static String extendedName(String fourCc) {
    return switch (fourCc) {
      case "vp08" -> "VP8";
      case "vvc1" -> "VVC";
      default -> "Enhanced RTMP's " + fourCc;
    };
  }

  private static String legacyName(int codecId) {
    return switch (codecId) {
      case 2 -> "Sorenson H.263";
      case 3, 6 -> "Screen Video";
      case 4, 5 -> "VP6";
      default -> "FLV codec " + codecId;
    };
  }
}
