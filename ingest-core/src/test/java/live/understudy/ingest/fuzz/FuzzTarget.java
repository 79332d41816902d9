package live.understudy.ingest.fuzz;

import java.util.Locale;
import live.understudy.ingest.BadInputException;

/**
 * Everything that reads a stranger's bytes. Whatever they are, it ends with a result or a reason.
 */
public enum FuzzTarget {
  HANDSHAKE(SessionInputs::handshake),
  CHUNKS(SessionInputs::chunks),
  SESSION(SessionInputs::session),
  SESSION_IN_PIECES(SessionInputs::inPieces),
  MESSAGES(SessionInputs::messages),
  CHUNK_ROUND_TRIP(RoundTrips::chunks),
  AMF0(RoundTrips::amf0),
  FLV(MediaInputs::flv),
  AVC(MediaInputs::avc),
  HEVC(MediaInputs::hevc),
  AV1(MediaInputs::av1),
  VP9(MediaInputs::vp9),
  AAC(MediaInputs::aac),
  OPUS(MediaInputs::opus),
  AC3(MediaInputs::ac3),
  EAC3(MediaInputs::eac3),
  AVC_SEI(MediaInputs::avcSei),
  HEVC_SEI(MediaInputs::hevcSei);

  /** Reads bytes; throws anything but {@link BadInputException} where that is a bug. */
  private interface Reading {
    void read(byte[] input) throws BadInputException;
  }

  private final Reading reading;

  FuzzTarget(Reading reading) {
    this.reading = reading;
  }

  /** The name of its folder of inputs. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads one input; returns whether it was taken as good. */
  public boolean accepts(byte[] input) {
    try {
      reading.read(input);
      return true;
    } catch (BadInputException e) {
      if (e.reason().isBlank()) {
        throw new AssertionError("no reason", e);
      }
      return false;
    }
  }
}
