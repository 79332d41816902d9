package live.understudy.ingest.rtmp;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;

/**
 * Command (RTMP 7.1.1 and 7.2).
 *
 * @param streamId the message stream id
 * @param name for example {@code connect}
 * @param transactionId what an answer refers to; 0 when none is expected
 * @param arguments the command object (or null) first, then what the command takes
 */
public record CommandMessage(
    int streamId, String name, double transactionId, List<Amf0Value> arguments)
    implements RtmpMessage {
  static final int TYPE_ID = 20;
  static final int AMF3_TYPE_ID = 17;

  static CommandMessage read(RawMessage raw, IngestLimits.Amf limits) throws BadInputException {
    Amf0Reader reader = new Amf0Reader(raw.payload(), amf0Offset(raw), limits);
    if (!reader.hasRemaining() || !(reader.read() instanceof Amf0Value.Text(String name))) {
      throw new BadInputException("a command without a name");
    }
    double transactionId = 0;
    List<Amf0Value> arguments = new ArrayList<>(4);
    if (reader.hasRemaining()) {
      if (!(reader.read() instanceof Amf0Value.Number(double number))) {
        throw new BadInputException("a command without a transaction id");
      }
      transactionId = number;
      arguments.addAll(reader.readAll());
    }
    return new CommandMessage(raw.streamId(), name, transactionId, arguments);
  }

  /** AMF 3 messages begin with a byte of 0 and go on in AMF 0, as all encoders send them. */
  static int amf0Offset(RawMessage raw) {
    boolean amf3 = raw.typeId() == AMF3_TYPE_ID || raw.typeId() == DataMessage.AMF3_TYPE_ID;
    return amf3 && raw.payload().length > 0 && raw.payload()[0] == 0 ? 1 : 0;
  }

  /** The argument as an object, or null. */
  Amf0Value.@Nullable Obj object(int index) {
    return index < arguments.size() && arguments.get(index) instanceof Amf0Value.Obj object
        ? object
        : null;
  }

  /** The argument as a text, or null. */
  @Nullable String text(int index) {
    return index < arguments.size() && arguments.get(index) instanceof Amf0Value.Text(String text)
        ? text
        : null;
  }

  @Override
  public RawMessage write() {
    List<Amf0Value> values = new ArrayList<>(arguments.size() + 2);
    values.add(Amf0Value.of(name));
    values.add(Amf0Value.of(transactionId));
    values.addAll(arguments);
    return new RawMessage(TYPE_ID, streamId, 0, Amf0Writer.write(values));
  }
}
