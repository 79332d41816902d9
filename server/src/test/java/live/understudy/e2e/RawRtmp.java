package live.understudy.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** An RTMP client's bytes, written by hand: as much as it takes to be rude at any point. */
final class RawRtmp implements AutoCloseable {
  private static final int HANDSHAKE_BYTES = 1536;
  private static final int COMMAND = 20;
  private static final int LARGEST_CHUNK = 128;

  private final Socket socket;

  private RawRtmp(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a plain port on loopback; no read may last longer than the time. */
  static RawRtmp connect(int port, int readTimeoutMs) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(readTimeoutMs);
    return new RawRtmp(socket);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** C0 and C1: the version, a time, four zeros and what should be random. */
  static byte[] hello() {
    byte[] hello = new byte[1 + HANDSHAKE_BYTES];
    hello[0] = 3;
    return hello;
  }

  /** Shakes hands, connects to {@code live} and asks to publish. Waits for no answer after that. */
  void publish(String streamKey) throws IOException {
    prepare();
    publishPrepared(streamKey);
  }

  /** All that comes before the wish to publish. */
  void prepare() throws IOException {
    send(hello());
    new DataInputStream(socket.getInputStream()).readFully(new byte[1 + 2 * HANDSHAKE_BYTES]);
    send(new byte[HANDSHAKE_BYTES]);
    Amf connect = new Amf().text("connect").number(1);
    connect.out.write(3);
    connect.property("app", "live").end();
    command(0, connect);
    command(0, new Amf().text("createStream").number(2).nothing());
  }

  void publishPrepared(String streamKey) throws IOException {
    command(1, new Amf().text("publish").number(3).nothing().text(streamKey).text("live"));
  }

  private void command(int streamId, Amf amf) throws IOException {
    byte[] body = amf.out.toByteArray();
    if (body.length > LARGEST_CHUNK) {
      throw new IllegalArgumentException("longer than one chunk");
    }
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(new byte[] {3, 0, 0, 0, 0, 0, (byte) body.length, COMMAND});
    chunk.writeBytes(new byte[] {(byte) streamId, 0, 0, 0});
    chunk.writeBytes(body);
    send(chunk.toByteArray());
  }

  /** Reads until the server has said this. */
  void readUntil(String text) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder said = new StringBuilder();
    while (said.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed before '" + text + "': " + said);
      }
      said.append((char) next);
    }
  }

  /** Everything the server says until it closes, with what is no text left as it is. */
  String readToEnd() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      in.transferTo(said);
    } catch (SocketException e) {
      // A reset is an end too: the server closed with bytes of ours unread.
    }
    return said.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** AMF0 values (Adobe AMF 0 specification, section 2). */
  private static final class Amf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(out);

    Amf text(String value) throws IOException {
      data.writeByte(2);
      data.writeUTF(value);
      return this;
    }

    Amf number(double value) throws IOException {
      data.writeByte(0);
      data.writeDouble(value);
      return this;
    }

    Amf nothing() throws IOException {
      data.writeByte(5);
      return this;
    }

    Amf property(String name, String value) throws IOException {
      data.writeUTF(name);
      return text(value);
    }

    Amf end() throws IOException {
      data.write(new byte[] {0, 0, 9});
      return this;
    }
  }
}
