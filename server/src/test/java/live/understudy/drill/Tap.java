package live.understudy.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the sender of one leg takes its encode from, and where the encode can be spoiled for that
 * leg alone: late, without sound, without pictures, slow. Each connection begins with the next
 * keyframe, as an encoder does that connects again.
 */
final class Tap implements AutoCloseable {
  private final SharedEncode encode;
  private final ServerSocket server;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();
  private final long delayMs;
  private volatile boolean withoutAudio;
  private volatile boolean withoutVideo;
  private volatile double speed = 1;

  /** A tag and when it is to be passed on. */
  private record Timed(FlvTag tag, long arrivedNs) {}

  /** One connection. */
  private static final class Visit {
    final BlockingQueue<Timed> queue = new LinkedBlockingQueue<>();
    boolean begun;
  }

  /**
   * Listens on a free port of {@code address}.
   *
   * @param delayMs how much later than it was made everything is passed on
   */
  Tap(SharedEncode encode, InetAddress address, long delayMs) throws IOException {
    this.encode = encode;
    this.server = new ServerSocket(0, 4, address);
    this.delayMs = delayMs;
    Thread.ofVirtual().name("tap").start(this::accept);
  }

  /** What the sender's {@code -i} takes. */
  String url() {
    String host = server.getInetAddress().getHostAddress();
    return "tcp://" + host + ":" + server.getLocalPort();
  }

  void loseAudio() {
    withoutAudio = true;
  }

  void loseVideo() {
    withoutVideo = true;
  }

  /** From here on media time passes at this speed; 1 is real time. */
  void slowDown(double to) {
    speed = to;
  }

  /** Takes a tag from the encoder's thread. */
  void offer(FlvTag tag) {
    Timed timed = new Timed(tag, System.nanoTime());
    for (Visit visit : visits) {
      visit.begun |= tag.isKeyframe();
      if (visit.begun) {
        visit.queue.add(timed);
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().name("tap-sender").start(() -> serve(socket));
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  private void serve(Socket socket) {
    Visit visit = new Visit();
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(encode.awaitHead());
      visits.add(visit);
      pass(visit, out);
    } catch (IOException e) {
      // The sender was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      visits.remove(visit);
    }
  }

  private void pass(Visit visit, OutputStream out) throws IOException, InterruptedException {
    long slowSinceNs = 0;
    long slowFromMs = 0;
    while (!server.isClosed()) {
      Timed next = visit.queue.poll(1, TimeUnit.SECONDS);
      if (next == null) {
        continue;
      }
      long dueNs = next.arrivedNs + TimeUnit.MILLISECONDS.toNanos(delayMs);
      double pace = speed;
      if (pace < 1) {
        if (slowSinceNs == 0) {
          slowSinceNs = Math.max(dueNs, System.nanoTime());
          slowFromMs = next.tag.timestampMs();
        }
        dueNs = slowSinceNs + (long) ((next.tag.timestampMs() - slowFromMs) * 1e6 / pace);
      }
      awaitTime(dueNs);
      boolean lost = (next.tag.isAudio() && withoutAudio) || (next.tag.isVideo() && withoutVideo);
      if (!lost) {
        out.write(next.tag.bytes());
      }
    }
  }

  private static void awaitTime(long dueNs) {
    long leftNs;
    while ((leftNs = dueNs - System.nanoTime()) > 0) {
      LockSupport.parkNanos(leftNs);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
