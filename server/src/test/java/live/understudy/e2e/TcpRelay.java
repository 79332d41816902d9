package live.understudy.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes bytes between an encoder and its server until the line is cut. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Socket> sockets = new ArrayList<>();

  private TcpRelay(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free loopback port and connects through to {@code targetPort} on loopback. */
  static TcpRelay to(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpRelay relay =
        new TcpRelay(new ServerSocket(0, 8, loopback), new InetSocketAddress(loopback, targetPort));
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket();
        far.connect(target, 5_000);
        synchronized (sockets) {
          sockets.add(near);
          sockets.add(far);
        }
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException e) {
        // The relay was closed, or its target is not there: the encoder sees the line close.
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      int count;
      while ((count = in.read(buffer)) >= 0) {
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The line was cut.
    }
  }

  /** Resets every connection at once, as an unplugged router does; new ones are relayed again. */
  void cut() throws IOException {
    synchronized (sockets) {
      for (Socket socket : sockets) {
        if (!socket.isClosed()) {
          socket.setSoLinger(true, 0);
          socket.close();
        }
      }
      sockets.clear();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
