package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import org.jspecify.annotations.Nullable;

/** One publisher and the server's side of its connection, which answers in words. */
final class SessionDialogue {
  static final String KEY = "e_en_K";

  final TestPublisher publisher = new TestPublisher();
  final PublishSession session =
      new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
  private final ChunkDecoder replies = new ChunkDecoder(Limits.DEFAULT.chunks());
  private boolean handshakeAnswered;
  private @Nullable CommandMessage lastCommand;

  /** From the handshake to the first moment in which media is taken. */
  void startPublishing() throws BadInputException {
    feed(publisher.handshake().connect("live").publish(KEY).take());
    List<SessionOutput> out = new ArrayList<>();
    session.admit(0, out);
    describe(out);
  }

  /** What the server says of itself in answer to a connect. */
  Map<String, Amf0Value> connectProperties(byte[] bytes) throws BadInputException {
    feed(bytes);
    CommandMessage result = Objects.requireNonNull(lastCommand);
    assertEquals("_result", result.name());
    return Objects.requireNonNull(result.object(0)).properties();
  }

  /** What the server has to say to these bytes. */
  List<String> feed(byte[] bytes) throws BadInputException {
    List<SessionOutput> out = new ArrayList<>();
    session.onBytes(ByteBuffer.wrap(bytes), 0, out);
    return describe(out);
  }

  List<String> describe(List<SessionOutput> outputs) throws BadInputException {
    List<String> log = new ArrayList<>();
    for (SessionOutput output : outputs) {
      if (!(output instanceof SessionOutput.Send(byte[] bytes))) {
        log.add(output.toString());
      } else if (!handshakeAnswered) {
        handshakeAnswered = true;
        assertEquals(1 + 2 * Handshake.PACKET_BYTES, bytes.length);
        log.add("handshake");
      } else {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (RawMessage raw = replies.next(in); raw != null; raw = replies.next(in)) {
          log.add(describe(RtmpMessage.read(raw, Limits.DEFAULT.amf())));
        }
      }
    }
    return log;
  }

  private String describe(RtmpMessage message) throws BadInputException {
    if (message instanceof SetChunkSize size) {
      replies.setChunkBytes(size.chunkBytes());
    }
    if (!(message instanceof CommandMessage command)) {
      return message.toString();
    }
    lastCommand = command;
    Amf0Value.Obj info = command.object(command.arguments().size() - 1);
    String code = info == null ? null : info.text("code");
    return command.name() + " " + (int) command.transactionId() + (code == null ? "" : " " + code);
  }
}
