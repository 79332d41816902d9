package live.understudy.ingest.rtmp;

import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;

/**
 * Data (RTMP 7.1.2): a handler's name and its arguments.
 *
 * @param streamId the message stream id
 * @param timestampMs milliseconds modulo 2^32
 * @param bytes how long its body was
 * @param values for example the texts {@code @setDataFrame}, {@code onMetaData} and an object
 */
public record DataMessage(int streamId, long timestampMs, int bytes, List<Amf0Value> values)
    implements MediaMessage {
  static final int TYPE_ID = 18;
  static final int AMF3_TYPE_ID = 15;

  /** As long as it is when it is written. */
  public DataMessage(int streamId, long timestampMs, List<Amf0Value> values) {
    this(streamId, timestampMs, Amf0Writer.write(values).length, values);
  }

  static DataMessage read(RawMessage raw, IngestLimits.Amf limits) throws BadInputException {
    Amf0Reader reader = new Amf0Reader(raw.payload(), CommandMessage.amf0Offset(raw), limits);
    return new DataMessage(
        raw.streamId(), raw.timestampMs(), raw.payload().length, reader.readAll());
  }

  @Override
  public RawMessage write() {
    return new RawMessage(TYPE_ID, streamId, timestampMs, Amf0Writer.write(values));
  }
}
