package live.understudy.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * The first message of a TLS client of any version (RFC 5246 §7.4.1.2), written by hand: the
 * clients at hand no longer speak the old ones.
 */
public final class ClientHello {

  public static final int TLS_1_0 = 0x0301;
  public static final int TLS_1_1 = 0x0302;
  public static final int TLS_1_2 = 0x0303;

  /** What a server says next (RFC 5246 §6.2.1). */
  public static final int HANDSHAKE = 22;

  public static final int ALERT = 21;

  /** The alert of a server that speaks no version of those offered (RFC 5246 §7.2). */
  public static final int PROTOCOL_VERSION = 70;

  private static final int TIMEOUT_MS = 10_000;

  /** Of ECDHE with ECDSA and RSA: with CBC, which all versions have, and with GCM. */
  private static final int[] CIPHERS = {0xc009, 0xc00a, 0xc013, 0xc014, 0xc02b, 0xc02f};

  private ClientHello() {}

  /**
   * What a server answers with.
   *
   * @param type {@link #HANDSHAKE} or {@link #ALERT}
   * @param detail the kind of handshake message or the alert's description
   */
  public record Answer(int type, int detail) {}

  /** Offers {@code version} and nothing newer to a port on loopback. */
  public static Answer send(int port, int version) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(record(version));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type = in.readUnsignedByte();
      in.readUnsignedShort();
      byte[] body = new byte[in.readUnsignedShort()];
      in.readFully(body);
      return new Answer(type, type == ALERT ? body[1] : body[0]);
    }
  }

  private static byte[] record(int version) {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.writeBytes(u16(version));
    hello.writeBytes(new byte[32]);
    hello.write(0);
    hello.writeBytes(u16(2 * CIPHERS.length));
    for (int cipher : CIPHERS) {
      hello.writeBytes(u16(cipher));
    }
    hello.writeBytes(new byte[] {1, 0});
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    // supported_groups: P-256; ec_point_formats: uncompressed; signature_algorithms with SHA-256.
    extensions.writeBytes(new byte[] {0, 10, 0, 4, 0, 2, 0, 23});
    extensions.writeBytes(new byte[] {0, 11, 0, 2, 1, 0});
    extensions.writeBytes(new byte[] {0, 13, 0, 6, 0, 4, 4, 3, 4, 1});
    hello.writeBytes(u16(extensions.size()));
    hello.writeBytes(extensions.toByteArray());
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(HANDSHAKE);
    record.writeBytes(u16(0x0301));
    record.writeBytes(u16(hello.size() + 4));
    record.writeBytes(new byte[] {1, 0});
    record.writeBytes(u16(hello.size()));
    record.writeBytes(hello.toByteArray());
    return record.toByteArray();
  }

  private static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }
}
