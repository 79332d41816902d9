package live.understudy.ingest.rtmp;

import java.util.List;
import live.understudy.ingest.rtmp.SessionOutput.Send;

/** Puts the server's messages into chunks, each kind on its chunk stream. */
final class MessageSender {
  private static final int CONTROL_CHUNK_STREAM = 2;
  private static final int COMMAND_CHUNK_STREAM = 3;
  private static final int STATUS_CHUNK_STREAM = 5;
  private static final int CHUNK_BYTES = 4096;

  private final ChunkEncoder encoder = new ChunkEncoder();

  /** A protocol control message, or a user control message. */
  void control(RtmpMessage message, List<SessionOutput> out) {
    send(CONTROL_CHUNK_STREAM, message, out);
  }

  /** The answer to a command. */
  void reply(CommandMessage reply, List<SessionOutput> out) {
    send(COMMAND_CHUNK_STREAM, reply, out);
  }

  /** An onStatus; {@code level}: status or error. */
  void status(
      int streamId, String level, String code, String description, List<SessionOutput> out) {
    send(STATUS_CHUNK_STREAM, Replies.status(streamId, level, code, description), out);
  }

  /** Larger chunks from the next message on. */
  void setChunkSize(List<SessionOutput> out) {
    control(new SetChunkSize(CHUNK_BYTES), out);
    encoder.setChunkBytes(CHUNK_BYTES);
  }

  private void send(int chunkStreamId, RtmpMessage message, List<SessionOutput> out) {
    out.add(new Send(encoder.encode(chunkStreamId, message.write())));
  }
}
