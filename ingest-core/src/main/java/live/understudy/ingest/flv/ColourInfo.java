package live.understudy.ingest.flv;

import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.ingest.rtmp.RawMessage;
import live.understudy.ingest.rtmp.RtmpMessage;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/** Reads {@code colorInfo}, the metadata of Enhanced RTMP's video messages ("Metadata Frame"). */
public final class ColourInfo {
  private static final int DATA = 18;
  private static final int UNSPECIFIED = 2;

  private ColourInfo() {}

  /**
   * The colours of a metadata message's body; null when it says nothing of them or can't be read.
   * Its numbers are those of ISO/IEC 23091-4, as in the pictures themselves; whether all values are
   * used it does not say, and encoders of events use the narrow range.
   */
  public static @Nullable Colour parse(ByteSlice amf, IngestLimits.Amf limits) {
    if (amf.length() > limits.maxMessageBytes()) {
      return null;
    }
    try {
      RtmpMessage read = RtmpMessage.read(new RawMessage(DATA, 0, 0, amf.toArray()), limits);
      return read instanceof DataMessage data ? colour(data.values()) : null;
    } catch (BadInputException e) {
      return null;
    }
  }

  private static @Nullable Colour colour(List<Amf0Value> values) {
    if (values.size() < 2
        || !values.getFirst().equals(Amf0Value.of("colorInfo"))
        || !(values.get(1) instanceof Amf0Value.Obj info)
        || !(info.properties().get("colorConfig") instanceof Amf0Value.Obj config)) {
      return null;
    }
    int primaries = number(config, "colorPrimaries");
    int transfer = number(config, "transferCharacteristics");
    int matrix = number(config, "matrixCoefficients");
    boolean nothing = primaries == UNSPECIFIED && transfer == UNSPECIFIED && matrix == UNSPECIFIED;
    return nothing ? null : new Colour(primaries, transfer, matrix, false);
  }

  private static int number(Amf0Value.Obj config, String name) {
    double value = config.number(name);
    return value >= 0 && value <= 255 && value == Math.rint(value) ? (int) value : UNSPECIFIED;
  }
}
