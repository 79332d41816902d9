package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Looks through AV1 temporal units (AV1 5.9.2, 6.2.2). */
final class Av1Scanner extends FrameScanner {
  private static final int METADATA_ITUT_T35 = 4;

  /** show_existing_frame 0, frame_type KEY_FRAME, show_frame 1. */
  private static final int SHOWN_KEY_FRAME = 0b0001;

  private final boolean stillPictures;

  /** {@code stillPictures} is the sequence header's reduced_still_picture_header. */
  Av1Scanner(boolean stillPictures) {
    this.stillPictures = stillPictures;
  }

  @Override
  void walk(ByteSlice data) throws BadInputException {
    byte[] array = data.array();
    ObuReader obus = new ObuReader(array, data.offset(), data.offset() + data.length());
    boolean first = true;
    while (obus.next()) {
      int length = obus.end() - obus.payload();
      switch (obus.type()) {
        case ObuReader.FRAME_HEADER, ObuReader.FRAME, ObuReader.TILE_GROUP -> {
          foundCoded(array, obus.payload(), length);
          // Only the first frame of a temporal unit makes it one that decoding can begin at.
          if (first && length > 0 && (stillPictures || isShownKeyFrame(array[obus.payload()]))) {
            foundKeyframe();
          }
          first = false;
        }
        case ObuReader.METADATA -> {
          // The type is a leb128, and below 128 a single byte.
          boolean t35 = length > 0 && array[obus.payload()] == METADATA_ITUT_T35;
          foundCaptions(t35 && Captions.inT35(array, obus.payload() + 1, obus.end()));
        }
        default -> {
          // Sequence headers, delimiters and padding are no picture.
        }
      }
    }
  }

  private static boolean isShownKeyFrame(byte header) {
    return (header & 0xFF) >>> 4 == SHOWN_KEY_FRAME;
  }

  /** "Temporal delimiters SHOULD be removed" (AV1 in ISOBMFF, 2.4). */
  @Override
  ByteSlice sample(ByteSlice data) {
    boolean delimiter =
        data.length() >= 2
            && data.unsignedByte(0) == (ObuReader.TEMPORAL_DELIMITER << 3 | 2)
            && data.unsignedByte(1) == 0;
    return delimiter ? data.slice(2, data.length() - 2) : data;
  }
}
