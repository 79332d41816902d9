package live.understudy.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 client that sends exactly the frames that a test wants sent. */
final class RawHttp2Client implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    /** The error code of RST_STREAM. */
    int error() {
      return ByteBuffer.wrap(payload).getInt();
    }
  }

  record Response(int status, Http2Headers headers, byte[] body) {
    String header(String name) {
      CharSequence value = headers.get(name);
      return value == null ? "" : value.toString();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  final SSLSocket socket;
  private final DataInputStream in;
  private final Map<Integer, Http2Headers> heads = new HashMap<>();
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();

  /** {@code settings} are pairs of identifier and value. */
  RawHttp2Client(TestTls tls, int port, int... settings) throws Exception {
    socket = tls.connect(port, "TLSv1.3", "h2", "http/1.1");
    if (!socket.getApplicationProtocol().equals("h2")) {
      throw new IOException("no h2");
    }
    socket.setSoTimeout(RawClient.TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    send(SETTINGS, 0, 0, payload.array());
  }

  void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    socket.getOutputStream().write(frame.array());
    socket.getOutputStream().flush();
  }

  void get(int stream, String path, String... more) throws IOException {
    send(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path, more));
  }

  void window(int stream, int bytes) throws IOException {
    send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  static byte[] request(String method, String path, String... more) {
    String[] fields = new String[8 + more.length];
    String[] first = {
      ":method", method, ":scheme", "https", ":authority", "localhost", ":path", path
    };
    System.arraycopy(first, 0, fields, 0, first.length);
    System.arraycopy(more, 0, fields, first.length, more.length);
    return block(fields);
  }

  /** Names and values as literals without indexing (RFC 7541 §6.2.2). */
  static byte[] block(String... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      out.write(0);
      string(out, fields[i]);
      string(out, fields[i + 1]);
    }
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    int length = text.length();
    if (length < 127) {
      out.write(length);
    } else {
      out.write(127);
      for (length -= 127; length >= 128; length >>= 7) {
        out.write(length & 127 | 128);
      }
      out.write(length);
    }
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Frame read() throws IOException, Http2Exception {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    if (type == HEADERS) {
      // All of them, in order: each may change the table that the next one refers to.
      heads.put(stream, hpack.decodeHeaders(stream, Unpooled.wrappedBuffer(payload)));
    }
    return new Frame(type, flags, stream, payload);
  }

  /** The next frame of a type; what comes before is dropped, settings are acknowledged. */
  Frame await(int type) throws IOException, Http2Exception {
    while (true) {
      Frame frame = read();
      if (frame.type() == SETTINGS && !frame.has(ACK)) {
        send(SETTINGS, ACK, 0, new byte[0]);
      }
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  /** The response on a stream, given all the window that it needs. */
  Response response(int stream) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = read();
      if (frame.type() == SETTINGS && !frame.has(ACK)) {
        send(SETTINGS, ACK, 0, new byte[0]);
      } else if (frame.type() == DATA && frame.payload().length > 0) {
        window(0, frame.payload().length);
        if (frame.stream() == stream && !frame.has(END_STREAM)) {
          window(stream, frame.payload().length);
        }
        if (frame.stream() == stream) {
          body.writeBytes(frame.payload());
        }
      } else if (frame.type() == GOAWAY
          || (frame.type() == RST_STREAM && frame.stream() == stream)) {
        throw new IOException("ended by " + frame.type() + " after " + body.size() + " bytes");
      }
      Http2Headers headers = heads.get(stream);
      if (headers != null
          && frame.stream() == stream
          && frame.type() <= HEADERS
          && frame.has(END_STREAM)) {
        return new Response(
            Integer.parseInt(String.valueOf(headers.status())), headers, body.toByteArray());
      }
    }
  }

  /** The error of the GOAWAY that ends the connection; -1 when it ends without one. */
  int goAwayError() throws IOException, Http2Exception {
    int error = -1;
    try {
      while (true) {
        Frame frame = read();
        if (frame.type() == GOAWAY) {
          error = ByteBuffer.wrap(frame.payload()).getInt(4);
        }
      }
    } catch (EOFException | SocketException e) {
      return error;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
