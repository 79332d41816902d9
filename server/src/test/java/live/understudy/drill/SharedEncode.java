package live.understudy.drill;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.understudy.server.demo.CameraFeed;
import live.understudy.server.demo.CameraSpec;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/** One encoder whose output any number of {@link Tap}s pass on, bit for bit the same. */
final class SharedEncode implements AutoCloseable {
  private static final int KEYFRAME_SECONDS = 2;
  private static final long HEAD_TIMEOUT_S = 20;

  private final ServerSocket server;
  private final DemoEncoder encoder;
  private final FreezingRelay pictures;
  private final CameraFeed feed;
  private final List<Tap> taps = new CopyOnWriteArrayList<>();
  private final CountDownLatch headKnown = new CountDownLatch(1);
  private volatile byte[] head = {};

  /** What an encoder is told beyond the usual. */
  record Settings(int videoKbps, int keyframeFrames, List<String> more) {
    Settings {
      more = List.copyOf(more);
    }

    static Settings usual(CameraSpec camera, int videoKbps, List<String> more) {
      return new Settings(videoKbps, KEYFRAME_SECONDS * camera.framesPerSecond(), more);
    }
  }

  private SharedEncode(
      ServerSocket server, DemoEncoder encoder, FreezingRelay pictures, CameraFeed feed) {
    this.server = server;
    this.encoder = encoder;
    this.pictures = pictures;
    this.feed = feed;
  }

  /** Starts an encoder on a camera's feed, which it takes over. */
  static SharedEncode start(
      FfmpegProgram ffmpeg, CameraSpec camera, CameraFeed feed, Settings settings)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int pictureBytes = camera.width() * camera.height() * 3 / 2;
    FreezingRelay pictures = FreezingRelay.to(feed.videoPort(), pictureBytes);
    EncoderSpec spec =
        new EncoderSpec(
            "drill encoder",
            camera,
            pictures.port(),
            feed.audioPort(),
            URI.create("rtmp://127.0.0.1"),
            "none",
            null,
            ffmpeg.hasEncoder("libx264") ? "libx264" : "libopenh264",
            settings.keyframeFrames(),
            settings.videoKbps(),
            settings.more());
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    command.addAll(spec.arguments());
    command.removeLast();
    // What the encoder would choose by its bitrate is the same for all: equal configurations.
    command.addAll(List.of("-level", "3.0"));
    command.addAll(List.of("-flush_packets", "1"));
    command.add("tcp://127.0.0.1:" + server.getLocalPort());
    SharedEncode encode =
        new SharedEncode(server, DemoEncoder.start(command, spec), pictures, feed);
    Thread.ofVirtual().name("shared-encode").start(encode::read);
    return encode;
  }

  /** Another way out, on a free port of {@code address}. */
  Tap tap(InetAddress address, long delayMs) throws IOException {
    Tap tap = new Tap(this, address, delayMs);
    taps.add(tap);
    return tap;
  }

  /** From here on the camera's picture stands; the sound goes on. */
  void freeze() {
    pictures.freeze();
  }

  private void read() {
    try (Socket socket = server.accept();
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      ByteArrayOutputStream begin = new ByteArrayOutputStream();
      begin.writeBytes(FlvTag.readFileHeader(in));
      int configurations = 0;
      @Nullable FlvTag tag;
      while ((tag = FlvTag.read(in)) != null) {
        if (headKnown.getCount() > 0 && (tag.isMetadata() || tag.isConfiguration())) {
          begin.writeBytes(tag.bytes());
          configurations += tag.isConfiguration() ? 1 : 0;
          if (configurations == 2) {
            head = begin.toByteArray();
            headKnown.countDown();
          }
        } else {
          for (Tap tap : taps) {
            tap.offer(tag);
          }
        }
      }
    } catch (IOException e) {
      // It ended with the drill.
    }
  }

  /** Waits for everything that a stream begins with: metadata and how to decode it. */
  byte[] awaitHead() throws IOException, InterruptedException {
    if (!headKnown.await(HEAD_TIMEOUT_S, TimeUnit.SECONDS)) {
      throw new IOException("the encoder sends nothing: " + encoder.lastLines());
    }
    return head;
  }

  @Override
  public void close() throws IOException {
    encoder.close();
    for (Tap tap : taps) {
      tap.close();
    }
    pictures.close();
    feed.close();
    server.close();
  }
}
