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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes bytes between an encoder and its server until the line is cut. It can also become slow, or
 * pass nothing more without closing.
 */
public final class TcpRelay implements AutoCloseable {
  private static final long POLL_NS = 50_000_000;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Socket> sockets = new ArrayList<>();
  private final AtomicLong upBytes = new AtomicLong();
  private volatile long mostBytesPerSecond = Long.MAX_VALUE;
  private volatile boolean silent;

  private TcpRelay(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free loopback port and connects through to {@code targetPort} on loopback. */
  public static TcpRelay to(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpRelay relay =
        new TcpRelay(new ServerSocket(0, 8, loopback), new InetSocketAddress(loopback, targetPort));
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  public int port() {
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
        Thread.ofVirtual().start(() -> pump(near, far, true));
        Thread.ofVirtual().start(() -> pump(far, near, false));
      } catch (IOException e) {
        // The relay was closed, or its target is not there: the encoder sees the line close.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean up) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      int count;
      while ((count = in.read(buffer)) >= 0) {
        while (silent && !server.isClosed()) {
          LockSupport.parkNanos(POLL_NS);
        }
        out.write(buffer, 0, count);
        if (up) {
          upBytes.addAndGet(count);
          LockSupport.parkNanos(1_000_000_000L * count / mostBytesPerSecond);
        }
      }
    } catch (IOException e) {
      // The line was cut.
    }
  }

  /** How many bytes encoders have sent so far. */
  public long upBytes() {
    return upBytes.get();
  }

  /** From here on encoders get no more than this through. */
  public void throttle(long bytesPerSecond) {
    mostBytesPerSecond = bytesPerSecond;
  }

  /** From here on nothing passes in either direction, and nobody is told. */
  public void fallSilent() {
    silent = true;
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
