package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.ByteSlice;

/** A message with its fields (RTMP 5.4, 6 and 7). Each record reads and writes itself. */
public sealed interface RtmpMessage
    permits AbortMessage,
        Acknowledgement,
        CommandMessage,
        MediaMessage,
        SetChunkSize,
        SetPeerBandwidth,
        UnknownMessage,
        UserControl,
        WindowAcknowledgementSize {

  /** The message as it goes into chunks. */
  RawMessage write();

  /** Reads a message of any type; a type that nobody knows is an {@link UnknownMessage}. */
  static RtmpMessage read(RawMessage raw, IngestLimits.Amf limits) throws BadInputException {
    return switch (raw.typeId()) {
      case SetChunkSize.TYPE_ID -> SetChunkSize.read(raw);
      case AbortMessage.TYPE_ID -> AbortMessage.read(raw);
      case Acknowledgement.TYPE_ID -> Acknowledgement.read(raw);
      case UserControl.TYPE_ID -> UserControl.read(raw);
      case WindowAcknowledgementSize.TYPE_ID -> WindowAcknowledgementSize.read(raw);
      case SetPeerBandwidth.TYPE_ID -> SetPeerBandwidth.read(raw);
      case AudioMessage.TYPE_ID ->
          new AudioMessage(raw.streamId(), raw.timestampMs(), ByteSlice.of(raw.payload()));
      case VideoMessage.TYPE_ID ->
          new VideoMessage(raw.streamId(), raw.timestampMs(), ByteSlice.of(raw.payload()));
      case DataMessage.TYPE_ID, DataMessage.AMF3_TYPE_ID -> DataMessage.read(raw, limits);
      case CommandMessage.TYPE_ID, CommandMessage.AMF3_TYPE_ID -> CommandMessage.read(raw, limits);
      default -> new UnknownMessage(raw);
    };
  }

  /** The first four bytes of a protocol control message as a number. */
  static int firstInt(RawMessage raw, String name) throws BadInputException {
    if (raw.payload().length < 4) {
      throw new BadInputException(name + " message of " + raw.payload().length + " bytes");
    }
    return ByteBuffer.wrap(raw.payload()).getInt();
  }

  /** A message of one number on the control stream. */
  static RawMessage ofInt(int typeId, int value) {
    return new RawMessage(typeId, 0, 0, ByteBuffer.allocate(4).putInt(value).array());
  }
}
