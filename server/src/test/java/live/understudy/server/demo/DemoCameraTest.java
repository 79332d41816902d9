package live.understudy.server.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import live.understudy.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DemoCameraTest {
  private static final CameraSpec SPEC = new CameraSpec("en", 320, 180, 30, 200);
  private final DemoCamera camera = DemoCamera.start(SPEC);

  @AfterEach
  void close() {
    camera.close();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static int readFrame(DataInputStream in) throws IOException {
    byte[] picture = new byte[SPEC.pictureBytes()];
    in.readFully(picture);
    return FrameBlocks.read(FramePainterTest.cells(picture, 320, 180), 0).orElseThrow();
  }

  private void awaitFrame(long frame) throws Exception {
    Await.until(Await.PATIENCE, "frame " + frame, () -> camera.nextFrame() >= frame);
  }

  @Test
  void video_oneEncoder_getsEveryFrameOnceInRealTime() throws IOException {
    // From before the first frame was made: it may have been read much later.
    long beganNs = System.nanoTime();
    try (CameraFeed feed = camera.openFeed();
        Socket socket = connect(feed.videoPort());
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      int first = readFrame(in);
      for (int i = 1; i <= 45; i++) {
        assertEquals(first + i, readFrame(in));
      }
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      assertTrue(seconds > 1.2 && seconds < 20, "45 frames took " + seconds + " s");
    }
  }

  @Test
  void join_late_beginsLiveWithSoundOfTheSameFrame() throws Exception {
    awaitFrame(40);
    try (CameraFeed feed = camera.openFeed();
        Socket video = connect(feed.videoPort())) {
      int first = readFrame(new DataInputStream(video.getInputStream()));
      assertTrue(first >= 40, "began at " + first);
      awaitFrame(first + 10);
      try (Socket audio = connect(feed.audioPort())) {
        byte[] heard = new byte[2 * SPEC.samplesPerFrame()];
        new DataInputStream(audio.getInputStream()).readFully(heard);
        byte[] expected = new byte[heard.length];
        new DemoSound("en").render((long) first * SPEC.samplesPerFrame(), expected);
        assertArrayEquals(expected, heard);
      }
    }
  }

  @Test
  void slowEncoder_isDroppedAndHarmsNoOther() throws IOException {
    try (CameraFeed slow = camera.openFeed();
        CameraFeed quick = camera.openFeed();
        Socket asleep = connect(slow.videoPort());
        Socket awake = connect(quick.videoPort())) {
      DataInputStream in = new DataInputStream(awake.getInputStream());
      int first = readFrame(in);
      int frames = 0;
      while (frames < 150) {
        frames++;
        assertEquals(first + frames, readFrame(in));
      }
      int slowFrames = 0;
      long beganNs = System.nanoTime();
      try {
        DataInputStream late = new DataInputStream(asleep.getInputStream());
        int at = readFrame(late);
        while (System.nanoTime() - beganNs < 10_000_000_000L) {
          assertEquals(at + 1, readFrame(late), "no frame is skipped in silence");
          at++;
          slowFrames++;
        }
      } catch (IOException closed) {
        assertTrue(slowFrames < 150, "closed after " + slowFrames);
        return;
      }
      // Large socket buffers may have kept the sleeper within the ring.
      assertTrue(slowFrames > 0);
    }
  }

  @Test
  void encoderDies_comesAgain_beginsAtTheLiveFrame() throws Exception {
    try (CameraFeed feed = camera.openFeed()) {
      int last;
      try (Socket video = connect(feed.videoPort());
          Socket audio = connect(feed.audioPort())) {
        last = readFrame(new DataInputStream(video.getInputStream()));
        assertTrue(audio.getInputStream().read() >= 0);
      }
      awaitFrame(last + 20L);
      try (Socket video = connect(feed.videoPort())) {
        int again = readFrame(new DataInputStream(video.getInputStream()));
        assertTrue(again >= last + 20, again + " after " + last);
      }
    }
  }

  @Test
  void close_encodersSeeTheEnd() throws IOException {
    CameraFeed feed = camera.openFeed();
    try (Socket video = connect(feed.videoPort())) {
      DataInputStream in = new DataInputStream(video.getInputStream());
      readFrame(in);
      camera.close();
      boolean ended = false;
      byte[] rest = new byte[65_536];
      while (!ended) {
        try {
          ended = in.read(rest) < 0;
        } catch (java.net.SocketException reset) {
          ended = true;
        }
      }
    }
  }
}
