package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import live.understudy.ingest.BadInputException;
import org.jspecify.annotations.Nullable;

/** The server's side of the simple handshake (RTMP 5.2): no digest, no encryption. */
final class Handshake {
  /** RTMP 5.2.3: C1 and S1 are 1536 bytes: time, zero, and 1528 random bytes. */
  static final int PACKET_BYTES = 1536;

  static final int RANDOM_BYTES = PACKET_BYTES - 8;
  private static final int VERSION = 3;
  private static final int RTMPE_VERSION = 6;
  private static final int TLS_HANDSHAKE = 0x16;

  private final byte[] random;
  private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);
  private boolean versionSeen;
  private boolean answered;
  private boolean done;

  Handshake(byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException("the handshake takes 1528 random bytes");
    }
    this.random = random.clone();
  }

  boolean done() {
    return done;
  }

  /**
   * Reads C0 and C1, later C2; what follows is left in {@code in}.
   *
   * @return S0, S1 and S2 when C1 is complete; else null
   */
  byte @Nullable [] read(ByteBuffer in) throws BadInputException {
    if (!versionSeen && in.hasRemaining()) {
      checkVersion(in.get() & 0xFF);
      versionSeen = true;
    }
    int count = Math.min(packet.remaining(), in.remaining());
    packet.put(packet.position(), in, in.position(), count);
    packet.position(packet.position() + count);
    in.position(in.position() + count);
    if (packet.hasRemaining()) {
      return null;
    }
    packet.flip();
    if (answered) {
      // C2 should echo S1; some encoders send something else, and nothing depends on it.
      done = true;
      return null;
    }
    answered = true;
    ByteBuffer answer = ByteBuffer.allocate(1 + 2 * PACKET_BYTES);
    answer.put((byte) VERSION).putInt(0).putInt(0).put(random).put(packet);
    packet.clear();
    return answer.array();
  }

  private static void checkVersion(int version) throws BadInputException {
    if (version == VERSION) {
      return;
    }
    if (version == TLS_HANDSHAKE) {
      throw new BadInputException("TLS on the plain RTMP port; the address begins with rtmp://");
    }
    if (version >= 'A' && version <= 'Z') {
      throw new BadInputException("an HTTP request on the RTMP port");
    }
    if (version >= RTMPE_VERSION && version <= 9) {
      throw new BadInputException("RTMPE is not supported; RTMPS encrypts better");
    }
    throw new BadInputException("not RTMP: the first byte is " + version);
  }
}
