package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/** Reads an AV1CodecConfigurationRecord (AV1 in ISOBMFF, 2.3.3). */
final class Av1Config {
  private static final int HEADER_BYTES = 4;
  private static final int MARKER_AND_VERSION = 0x81;
  private static final int SUBSAMPLING_420 = 0b11;

  private Av1Config() {}

  static VideoFormat parse(ByteSlice record) throws BadInputException {
    if (record.length() < HEADER_BYTES || record.unsignedByte(0) != MARKER_AND_VERSION) {
      throw new BadInputException("an AV1 sequence header that is no configuration record");
    }
    int end = record.offset() + record.length();
    ObuReader obus = new ObuReader(record.array(), record.offset() + HEADER_BYTES, end);
    while (obus.next()) {
      if (obus.type() == ObuReader.SEQUENCE_HEADER) {
        ByteSlice payload =
            new ByteSlice(record.array(), obus.payload(), obus.end() - obus.payload());
        Av1Sequence sequence = Av1Sequence.parse(payload);
        return new VideoFormat(
            "av01",
            record,
            record,
            rfc6381(record, sequence.picture().vui().colour()),
            sequence.picture(),
            new Av1Scanner(sequence.stillPictures(), sequence.picture().vui().timecode()));
      }
    }
    throw new BadInputException("an AV1 configuration record without a sequence header");
  }

  /**
   * AV1 in ISOBMFF, 5: profile, level and tier, bit depth; and the optional fields, all or none,
   * where they decide whether a player can show it.
   */
  private static String rfc6381(ByteSlice record, @Nullable Colour colour) {
    int second = record.unsignedByte(1);
    int third = record.unsignedByte(2);
    boolean high = (third & 0x40) != 0;
    boolean twelve = (third & 0x20) != 0;
    int mono = third >>> 4 & 1;
    int subsampling = third >>> 2 & 3;
    String required =
        "av01.%d.%02d%s.%02d"
            .formatted(
                second >>> 5,
                second & 0x1F,
                (third & 0x80) == 0 ? "M" : "H",
                !high ? 8 : twelve ? 12 : 10);
    Colour shown = colour == null ? Colour.BT709 : colour;
    boolean usual = mono == 0 && subsampling == SUBSAMPLING_420;
    if (usual && !shown.fullRange() && !shown.isWide()) {
      return required;
    }
    int position = subsampling == SUBSAMPLING_420 ? third & 3 : 0;
    return required
        + ".%d.%d%d%d.%02d.%02d.%02d.%d"
            .formatted(
                mono,
                subsampling >>> 1,
                subsampling & 1,
                position,
                shown.primaries(),
                shown.transfer(),
                shown.matrix(),
                shown.fullRange() ? 1 : 0);
  }
}
