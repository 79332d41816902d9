package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * A video sequence header, read.
 *
 * @param fourCc the codec as ISO BMFF names it
 * @param header the header as it came
 * @param record the body of the configuration box, for VP9 without its version and flags
 * @param rfc6381 the codec string
 * @param scanner looks through frames that this header belongs to
 */
record VideoFormat(
    String fourCc,
    ByteSlice header,
    ByteSlice record,
    String rfc6381,
    PictureFormat picture,
    FrameScanner scanner) {

  /** Throws when the header is broken. */
  static VideoFormat parse(String fourCc, ByteSlice header) throws BadInputException {
    return switch (fourCc) {
      case "avc1" -> AvcConfig.parse(header);
      case "hvc1" -> HevcConfig.parse(header);
      case "av01" -> Av1Config.parse(header);
      case "vp09" -> Vp9Config.parse(header);
      default -> throw new IllegalArgumentException("no video codec " + fourCc);
    };
  }

  /** Whether it is known how large the pictures are: VP9 says it in them alone. */
  boolean isComplete() {
    return !picture.equals(PictureFormat.UNKNOWN);
  }

  /** Whether this was read from that header. */
  boolean isFrom(String otherFourCc, ByteSlice otherHeader) {
    return fourCc.equals(otherFourCc) && header.equals(otherHeader);
  }

  /** {@code claimed}: the colours that the encoder names where the pictures name none. */
  VideoConfig withRate(FrameRate rate, @Nullable Colour claimed) {
    Vui vui = picture.vui();
    return new VideoConfig(
        fourCc,
        record,
        rfc6381,
        picture.width(),
        picture.height(),
        rate.timescale(),
        rate.frameTicks(),
        vui.pixelAspectWidth(),
        vui.pixelAspectHeight(),
        vui.colour() == null ? claimed : vui.colour());
  }
}
