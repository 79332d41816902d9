package live.understudy.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.rtmp.ChunkDecoder;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.Limits;
import live.understudy.ingest.rtmp.RawMessage;
import live.understudy.ingest.rtmp.TestPublisher;

/** Inputs that are a connection's bytes, or a part of them. */
final class SessionInputs {
  private static final int HANDSHAKE_BYTES = 1 + 2 * 1_536;

  private SessionInputs() {}

  /** The connection from its first byte on. */
  static void handshake(byte[] input) {
    Sessions session = new Sessions();
    session.feed(input, 0, input.length);
    session.end();
  }

  /** What follows a handshake. */
  static void session(byte[] input) {
    Sessions session = new Sessions();
    byte[] whole = afterHandshake(input);
    session.feed(whole, 0, whole.length);
    session.end();
  }

  /** The same, in pieces whose lengths are the input's first bytes: nothing depends on them. */
  static void inPieces(byte[] input) {
    int lengths = Math.min(8, input.length);
    byte[] whole = afterHandshake(Arrays.copyOfRange(input, lengths, input.length));
    Sessions atOnce = new Sessions();
    atOnce.feed(whole, 0, whole.length);
    Sessions inPieces = new Sessions();
    for (int at = 0, i = 0; at < whole.length; i++) {
      int piece = lengths == 0 ? 1 : 1 + (input[i % lengths] & 0xFF);
      int to = Math.min(whole.length, at + piece);
      inPieces.feed(whole, at, to);
      at = to;
    }
    if (!atOnce.end().equals(inPieces.end())) {
      throw new AssertionError("pieces make a difference");
    }
  }

  private static byte[] afterHandshake(byte[] input) {
    byte[] whole = new byte[HANDSHAKE_BYTES + input.length];
    whole[0] = 3;
    System.arraycopy(input, 0, whole, HANDSHAKE_BYTES, input.length);
    return whole;
  }

  /** Chunks alone; memory stays within the limit at every byte. */
  static void chunks(byte[] input) throws BadInputException {
    ChunkDecoder decoder = new ChunkDecoder(Limits.DEFAULT.chunks());
    ByteBuffer in = ByteBuffer.wrap(input);
    for (RawMessage message = decoder.next(in); message != null; message = decoder.next(in)) {
      if (message.typeId() == 1 && message.payload().length >= 4) {
        decoder.setChunkBytes(ByteBuffer.wrap(message.payload()).getInt());
      } else if (message.typeId() == 2 && message.payload().length >= 4) {
        decoder.abort(ByteBuffer.wrap(message.payload()).getInt() & 0xFFFFFFFFL);
      }
    }
    int eager = Limits.DEFAULT.chunks().eagerBytes();
    int streams = Limits.DEFAULT.chunks().maxChunkStreams();
    if (decoder.bufferedBytes() > 2 * input.length + eager * streams) {
      throw new AssertionError(decoder.bufferedBytes() + " bytes held for " + input.length);
    }
  }

  /** Messages to a session that publishes: type, length in two bytes, payload; and so on. */
  static void messages(byte[] input) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new TestPublisher().handshake().connect("live").publish("k").take());
    ChunkEncoder encoder = new ChunkEncoder();
    int timestampMs = 0;
    ByteBuffer in = ByteBuffer.wrap(input);
    while (in.remaining() >= 3) {
      int type = in.get() & 0xFF;
      int length = Math.min(in.getShort() & 0xFFFF, in.remaining());
      byte[] payload = new byte[length];
      in.get(payload);
      timestampMs += 20;
      bytes.writeBytes(encoder.encode(6, new RawMessage(type, 1, timestampMs, payload)));
    }
    Sessions session = new Sessions();
    session.feed(bytes.toByteArray(), 0, bytes.size());
    session.end();
  }
}
