package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Looks through AV1 temporal units (AV1 5.9.2, 6.2.2). */
final class Av1Scanner extends FrameScanner {
  private static final int METADATA_ITUT_T35 = 4;
  private static final int METADATA_TIMECODE = 5;

  /** The first of those for private use, in which OBS writes its times. */
  private static final int METADATA_PRIVATE = 6;

  /** show_existing_frame 0, frame_type KEY_FRAME, show_frame 1. */
  private static final int SHOWN_KEY_FRAME = 0b0001;

  private final boolean stillPictures;
  private final @Nullable TimecodeFormat timecodes;
  private final TimecodeFormat.LastClock lastClock = new TimecodeFormat.LastClock();

  /**
   * {@code stillPictures} is the sequence header's reduced_still_picture_header; {@code timecodes}
   * is null where it is not known how long a picture lasts.
   */
  Av1Scanner(boolean stillPictures, @Nullable TimecodeFormat timecodes) {
    this.stillPictures = stillPictures;
    this.timecodes = timecodes;
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
          if (length > 0) {
            onMetadata(array, obus.payload(), obus.end());
          }
        }
        default -> {
          // Sequence headers, delimiters and padding are no picture.
        }
      }
    }
  }

  private void onMetadata(byte[] array, int at, int end) {
    // The type is a leb128, and below 128 a single byte.
    switch (array[at]) {
      case METADATA_ITUT_T35 -> foundCaptions(Captions.inT35(array, at + 1, end));
      case METADATA_PRIVATE -> foundTimecode(ObsTimestamps.inMetadata(array, at + 1, end));
      case METADATA_TIMECODE -> {
        if (timecodes != null) {
          int length = Math.min(end - at - 1, SeiReader.MAX_PAYLOAD_BYTES);
          BitReader in = new BitReader(new ByteSlice(array, at + 1, length));
          foundTimecode(timecodes.read(in, lastClock));
        }
      }
      default -> {
        // HDR and scalability are the player's.
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
