package live.understudy.server.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One encoder's way into a {@link DemoCamera}: a loopback port for raw yuv420p pictures and one for
 * mono s16le sound. Both begin at the same frame, the one that was live when the encoder connected
 * to the first of them. When one of the two connections ends, or falls so far behind that frames
 * are gone, both end, and the encoder may begin anew: sound and picture never part.
 */
public final class CameraFeed implements AutoCloseable {
  private final DemoCamera camera;
  private final ServerSocket video;
  private final ServerSocket audio;
  private @Nullable Visit visit;

  /** One stay of the encoder, from its first connection to the end of either. */
  private static final class Visit {
    final long firstFrame;
    @Nullable Socket video;
    @Nullable Socket audio;

    Visit(long firstFrame) {
      this.firstFrame = firstFrame;
    }
  }

  private CameraFeed(DemoCamera camera, ServerSocket video, ServerSocket audio) {
    this.camera = camera;
    this.video = video;
    this.audio = audio;
  }

  static CameraFeed open(DemoCamera camera) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerSocket video = new ServerSocket(0, 2, loopback);
    ServerSocket audio = new ServerSocket(0, 2, loopback);
    CameraFeed feed = new CameraFeed(camera, video, audio);
    String name = "camera-" + camera.spec().language();
    Thread.ofVirtual().name(name + "-video").start(() -> feed.acceptAll(video, false));
    Thread.ofVirtual().name(name + "-audio").start(() -> feed.acceptAll(audio, true));
    return feed;
  }

  /** The loopback port of raw pictures: {@code -f rawvideo -pix_fmt yuv420p}. */
  public int videoPort() {
    return video.getLocalPort();
  }

  /** The loopback port of raw sound: {@code -f s16le -ar 48000 -ac 1}. */
  public int audioPort() {
    return audio.getLocalPort();
  }

  private void acceptAll(ServerSocket server, boolean isAudio) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, isAudio));
      } catch (IOException e) {
        return; // The feed was closed.
      }
    }
  }

  private void serve(Socket socket, boolean isAudio) {
    Visit mine = join(socket, isAudio);
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      for (long frame = mine.firstFrame; ; frame++) {
        byte[] bytes = camera.await(frame, isAudio);
        if (bytes == null) {
          return;
        }
        out.write(bytes);
        if (!camera.stillHeld(frame)) {
          return; // It was drawn over while it was being sent.
        }
      }
    } catch (IOException e) {
      // The encoder went away, as encoders do in a demonstration of failover.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(mine);
    }
  }

  private synchronized Visit join(Socket socket, boolean isAudio) {
    Visit current = visit;
    if (current == null || (isAudio ? current.audio : current.video) != null) {
      if (current != null) {
        leave(current);
      }
      current = new Visit(camera.nextFrame());
      visit = current;
    }
    if (isAudio) {
      current.audio = socket;
    } else {
      current.video = socket;
    }
    return current;
  }

  private synchronized void leave(Visit left) {
    closeQuietly(left.video);
    closeQuietly(left.audio);
    if (visit == left) {
      visit = null;
    }
  }

  private static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // Nothing was owed to this encoder any more.
    }
  }

  @Override
  public void close() throws IOException {
    video.close();
    audio.close();
    Visit current;
    synchronized (this) {
      current = visit;
    }
    if (current != null) {
      leave(current);
    }
  }
}
