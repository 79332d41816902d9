package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.VideoConfig;

/**
 * An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1), read.
 *
 * @param record the record itself
 * @param rfc6381 {@code avc1.PPCCLL}
 * @param lengthBytes how many bytes the length before each NAL unit has: 1, 2 or 4
 */
record AvcConfig(ByteSlice record, String rfc6381, int lengthBytes, Sps sps) {
  private static final int SPS_TYPE = 7;

  static AvcConfig parse(ByteSlice record) throws BadInputException {
    if (record.length() < 8 || record.unsignedByte(0) != 1) {
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
    String rfc6381 =
        "avc1.%02x%02x%02x"
            .formatted(record.unsignedByte(1), record.unsignedByte(2), record.unsignedByte(3));
    return new AvcConfig(record, rfc6381, lengthBytes, Sps.parse(record.slice(8, spsLength)));
  }

  VideoConfig withRate(FrameRate rate) {
    return new VideoConfig(
        "avc1", record, rfc6381, sps.width(), sps.height(), rate.timescale(), rate.frameTicks());
  }
}
