package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Reads an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
final class AvcConfig {
  private static final int SPS_TYPE = 7;

  private AvcConfig() {}

  static VideoFormat parse(ByteSlice record) throws BadInputException {
    if (record.length() < 9 || record.unsignedByte(0) != 1) {
      throw new BadInputException("an H.264 sequence header that is no configuration record");
    }
    int lengthBytes = (record.unsignedByte(4) & 3) + 1;
    int spsCount = record.unsignedByte(5) & 0x1F;
    int spsLength = record.unsignedByte(6) << 8 | record.unsignedByte(7);
    if (lengthBytes == 3
        || spsCount == 0
        || spsLength < 4
        || spsLength > record.length() - 8
        || (record.unsignedByte(8) & 0x1F) != SPS_TYPE) {
      throw new BadInputException("an H.264 sequence header without a usable SPS");
    }
    // avc1.PPCCLL (RFC 6381, 3.3).
    String rfc6381 =
        "avc1.%02x%02x%02x"
            .formatted(record.unsignedByte(1), record.unsignedByte(2), record.unsignedByte(3));
    PictureFormat picture = AvcSps.parse(record.slice(8, spsLength));
    return new VideoFormat(
        "avc1",
        record,
        record,
        rfc6381,
        picture,
        new AvcScanner(lengthBytes, picture.vui().timecode()));
  }
}
