package live.understudy.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One live source for any number of encoders: raw pictures and raw sound in real time. Each frame
 * is rendered once, into a ring that all {@link CameraFeed}s read; nobody waits for a slow reader.
 *
 * <p>Frame n is due exactly {@code n / framesPerSecond} seconds after the start, whatever the
 * thread's own delays were, so that the camera does not drift.
 */
public final class DemoCamera implements AutoCloseable {
  /** How far a reader may fall behind, in seconds; three seconds of 640x360 take 31 MB. */
  private static final int RING_SECONDS = 3;

  /**
   * After a longer pause (a laptop that slept) the camera goes on from now instead of catching up.
   */
  private static final long LONGEST_CATCH_UP_NS = TimeUnit.SECONDS.toNanos(1);

  private final CameraSpec spec;
  private final FramePainter painter;
  private final DemoSound sound;
  private final byte[][] pictures;
  private final byte[][] sounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition produced = lock.newCondition();
  private final List<CameraFeed> feeds = new ArrayList<>();
  private final Thread thread;

  /** Frames produced so far, so the number of the next one; guarded by {@link #lock}. */
  private long head;

  private volatile boolean closed;

  private DemoCamera(CameraSpec spec) {
    this.spec = spec;
    this.painter =
        new FramePainter(spec, LocalTime.now(ZoneId.systemDefault()).toNanoOfDay() / 1_000_000);
    this.sound = new DemoSound(spec.language());
    int slots = RING_SECONDS * spec.framesPerSecond();
    this.pictures = new byte[slots][spec.pictureBytes()];
    this.sounds = new byte[slots][2 * spec.samplesPerFrame()];
    this.thread =
        Thread.ofPlatform().daemon().name("camera-" + spec.language()).unstarted(this::run);
  }

  /** Starts filming at frame 0. */
  public static DemoCamera start(CameraSpec spec) {
    DemoCamera camera = new DemoCamera(spec);
    camera.thread.start();
    return camera;
  }

  public CameraSpec spec() {
    return spec;
  }

  /** The number of the next frame: what an encoder that joins now begins with. */
  public long nextFrame() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** Opens two loopback ports for one encoder, which may come, go, and come again. */
  public CameraFeed openFeed() throws IOException {
    CameraFeed feed = CameraFeed.open(this);
    lock.lock();
    try {
      feeds.add(feed);
    } finally {
      lock.unlock();
    }
    return feed;
  }

  private void run() {
    long startNs = System.nanoTime();
    long periodNs = TimeUnit.SECONDS.toNanos(1);
    for (long frame = 0; !closed; frame++) {
      int slot = (int) (frame % pictures.length);
      painter.paint(frame, pictures[slot]);
      sound.render(frame * spec.samplesPerFrame(), sounds[slot]);
      long dueNs = startNs + frame * periodNs / spec.framesPerSecond();
      long waitNs;
      while ((waitNs = dueNs - System.nanoTime()) > 0 && !closed) {
        LockSupport.parkNanos(waitNs);
      }
      if (-waitNs > LONGEST_CATCH_UP_NS) {
        startNs -= waitNs;
      }
      publish(frame + 1);
    }
  }

  private void publish(long newHead) {
    lock.lock();
    try {
      head = newHead;
      produced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a frame and returns its bytes, which stay valid until {@link #stillHeld} says no.
   *
   * @return null when the camera has been closed, or when the frame is gone already
   */
  byte @Nullable [] await(long frame, boolean audio) throws InterruptedException {
    lock.lock();
    try {
      while (frame >= head && !closed) {
        produced.await();
      }
    } finally {
      lock.unlock();
    }
    if (closed || !stillHeld(frame)) {
      return null;
    }
    return (audio ? sounds : pictures)[(int) (frame % pictures.length)];
  }

  /** Whether the frame's slot has not been drawn over; the one after {@link #head} is in work. */
  boolean stillHeld(long frame) {
    return nextFrame() - frame < pictures.length;
  }

  /** Stops filming and closes every feed; encoders see the end of their inputs. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    List<CameraFeed> open;
    lock.lock();
    try {
      produced.signalAll();
      open = List.copyOf(feeds);
      feeds.clear();
    } finally {
      lock.unlock();
    }
    for (CameraFeed feed : open) {
      try {
        feed.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
