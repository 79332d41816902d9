package live.understudy.drill;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes raw pictures from a camera to an encoder; frozen, it passes the same one again. */
final class FreezingRelay implements AutoCloseable {
  private final ServerSocket server;
  private final int cameraPort;
  private final int pictureBytes;
  private volatile boolean frozen;

  private FreezingRelay(ServerSocket server, int cameraPort, int pictureBytes) {
    this.server = server;
    this.cameraPort = cameraPort;
    this.pictureBytes = pictureBytes;
  }

  /** Listens on a free loopback port and fetches from {@code cameraPort} on loopback. */
  static FreezingRelay to(int cameraPort, int pictureBytes) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    FreezingRelay relay = new FreezingRelay(server, cameraPort, pictureBytes);
    Thread.ofVirtual().name("freezing-relay").start(relay::run);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  void freeze() {
    frozen = true;
  }

  private void run() {
    try (Socket encoder = server.accept();
        Socket camera = new Socket(InetAddress.getLoopbackAddress(), cameraPort)) {
      encoder.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(camera.getInputStream());
      OutputStream out = encoder.getOutputStream();
      byte[] shown = new byte[pictureBytes];
      byte[] fresh = new byte[pictureBytes];
      while (!server.isClosed()) {
        in.readFully(fresh);
        if (!frozen) {
          System.arraycopy(fresh, 0, shown, 0, pictureBytes);
        }
        out.write(shown);
      }
    } catch (IOException e) {
      // The encoder or the camera ended with the drill.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
