package live.understudy.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A socket that says exactly what a test wants said. */
final class RawClient implements AutoCloseable {

  static final int TIMEOUT_MS = 60_000;

  record Response(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(new Socket(), port);
  }

  RawClient(Socket socket, int port) throws IOException {
    this.socket = socket;
    if (!socket.isConnected()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    }
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  static Response get(int port, String path, String... headers) throws IOException {
    return request(port, "GET", path, headers);
  }

  static Response request(int port, String method, String path, String... headers)
      throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(head(method, path, headers));
      return client.read(method.equals("HEAD"));
    }
  }

  static String head(String method, String path, String... headers) {
    StringBuilder text =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  void send(String latin1) throws IOException {
    send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Response read() throws IOException {
    return read(false);
  }

  /** The rest of a response of which {@code begin} was read from the socket. */
  Response readAfter(String begin) throws IOException {
    return read(false, begin + line());
  }

  Response read(boolean head) throws IOException {
    return read(head, line());
  }

  private Response read(boolean head, String statusLine) throws IOException {
    int status = Integer.parseInt(statusLine.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean empty = head || status < 200 || status == 204 || status == 304;
    int length = empty ? 0 : Integer.parseInt(headers.get("content-length"));
    return new Response(status, headers, in.readNBytes(length));
  }

  /** Whether the server closes without saying anything more. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after " + line);
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
