package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory of a connection, in every state, under those who want as much of it as they can. */
class ConnectionMemoryTest {
  private static final int CHUNK_BYTES = 128;
  private static final int VIDEO = 9;
  private static final int MOST_SENT = 64 << 20;

  private final List<SessionOutput> out = new ArrayList<>();
  private int peakBytes;

  private enum Stage {
    HANDSHAKE,
    CONNECT,
    CONNECTED,
    ADMISSION,
    PUBLISHING
  }

  private static PublishSession session(Stage stage, List<SessionOutput> out) {
    PublishSession session =
        new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
    TestPublisher publisher = new TestPublisher();
    if (stage.compareTo(Stage.CONNECT) >= 0) {
      publisher.handshake();
    }
    if (stage.compareTo(Stage.CONNECTED) >= 0) {
      publisher.connect("live");
    }
    if (stage.compareTo(Stage.ADMISSION) >= 0) {
      publisher.publish("key");
    }
    session.onBytes(ByteBuffer.wrap(publisher.take()), 0, out);
    if (stage == Stage.PUBLISHING) {
      session.admit(0, out);
    }
    return session;
  }

  /** A chunk that begins a message (RTMP 5.3.1.2.1). */
  private static byte[] first(int chunkStream, int messageBytes) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + CHUNK_BYTES);
    chunk.put((byte) chunkStream).put(new byte[3]);
    chunk.put((byte) (messageBytes >> 16)).putShort((short) messageBytes).put((byte) VIDEO);
    chunk.order(ByteOrder.LITTLE_ENDIAN).putInt(1);
    return chunk.array();
  }

  /** A chunk that goes on with it. */
  private static byte[] next(int chunkStream) {
    byte[] chunk = new byte[1 + CHUNK_BYTES];
    chunk[0] = (byte) (0xC0 | chunkStream);
    return chunk;
  }

  /** False when the session is over or reads nothing. */
  private boolean feed(PublishSession session, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    session.onBytes(in, 0, out);
    peakBytes = Math.max(peakBytes, session.bufferedBytes());
    return !in.hasRemaining() && out.stream().noneMatch(SessionOutput.Close.class::isInstance);
  }

  /** Begins as long a message as is allowed on each of {@code streams}, and never ends one. */
  private void attack(PublishSession session, int streams, int messageBytes) {
    int sent = 0;
    int chunks = messageBytes / CHUNK_BYTES - 1;
    for (int i = 0; i < chunks && sent < MOST_SENT; i++) {
      for (int stream = 3; stream < 3 + streams; stream++) {
        byte[] chunk = i == 0 ? first(stream, messageBytes) : next(stream);
        sent += chunk.length;
        if (!feed(session, chunk)) {
          return;
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // stage, chunk streams, bytes declared, least and most that is held
    "HANDSHAKE, 1, 1024, 0, 0",
    "CONNECT, 1, 65536, 60000, 65536",
    "CONNECT, 4, 65536, 200000, 262144",
    "CONNECT, 60, 65536, 200000, 262144",
    "CONNECT, 1, 8388608, 0, 0",
    "CONNECTED, 1, 65536, 60000, 65536",
    "CONNECTED, 4, 65536, 200000, 262144",
    "CONNECTED, 60, 65536, 200000, 262144",
    "CONNECTED, 1, 8388608, 0, 0",
    "ADMISSION, 60, 65536, 0, 0",
    "PUBLISHING, 1, 8388608, 8000000, 8388608",
    "PUBLISHING, 2, 8388608, 8000000, 12582912",
    "PUBLISHING, 60, 8388608, 8000000, 12582912",
    "PUBLISHING, 1, 16777215, 0, 0",
  })
  void onBytes_messagesThatNeverEnd_memoryIsBounded(
      Stage stage, int streams, int declaredBytes, int least, int most) {
    PublishSession session = session(stage, out);
    attack(session, streams, declaredBytes);
    assertTrue(peakBytes >= least && peakBytes <= most, "held " + peakBytes);
  }

  @Test
  void onBytes_sizesDeclared_allocateForBytesReceivedOnly() {
    long before = usedBytes();
    int connections = 30;
    int streams = 60;
    List<PublishSession> sessions = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      PublishSession session = session(Stage.PUBLISHING, new ArrayList<>());
      out.clear();
      for (int stream = 3; stream < 3 + streams; stream++) {
        assertTrue(feed(session, first(stream, 8 << 20)));
      }
      sessions.add(session);
    }
    long grown = usedBytes() - before;
    int eager = Limits.DEFAULT.chunks().eagerBytes();
    // 15 GB are declared.
    assertTrue(grown < connections * (streams * eager + (256L << 10)), "grown by " + grown);
    assertEquals(connections, sessions.size());
    Reference.reachabilityFence(sessions);
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
