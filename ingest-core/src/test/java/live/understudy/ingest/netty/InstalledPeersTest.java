package live.understudy.ingest.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The publishers of the operating system, where they are installed: its FFmpeg, GStreamer's own
 * RTMP, and librtmp. Each with a key, and with a user and a password; but for librtmp 2.4, which
 * ends in {@code realloc(): invalid next size} when it answers a challenge.
 */
@Timeout(300)
class InstalledPeersTest {
  private static final int FRAMES = 50;
  private static final String SOURCE =
      "videotestsrc num-buffers="
          + FRAMES
          + " ! video/x-raw,width=160,height=90,framerate=25/1 !"
          + " x264enc key-int-max=25 bframes=0 tune=zerolatency ! h264parse !"
          + " flvmux streamable=true !";

  @ParameterizedTest
  @CsvSource({
    "ffmpeg, false",
    "ffmpeg, true",
    "rtmp2sink, false",
    "rtmp2sink, true",
    "rtmpsink, false"
  })
  void publish_keyOrPassword_everyPictureOnce(String peer, boolean password) throws Exception {
    Path program = Path.of("/usr/bin", peer.equals("ffmpeg") ? "ffmpeg" : "gst-launch-1.0");
    assumeTrue(Files.isExecutable(program), program + " is not installed");
    assumeTrue(peer.equals("ffmpeg") || has(peer), peer + " is not installed");
    try (TestListener server = new TestListener(IngestLimits.defaults(), null)) {
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(arguments(peer, password, server.port()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("target/peer.log"))
              .start();
      try {
        List<SessionEvent> events = server.sink().awaitEnd();
        List<AccessUnit> pictures = RecordingSink.units(events, TrackType.VIDEO);
        assertEquals(FRAMES, pictures.size());
        for (int i = 1; i < FRAMES; i++) {
          assertEquals(1000, pictures.get(i).pts() - pictures.get(i - 1).pts(), "picture " + i);
        }
        assertEquals(password ? TestListener.USER : null, server.requests.take().user());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static boolean has(String element) throws Exception {
    Process inspect =
        new ProcessBuilder("/usr/bin/gst-inspect-1.0", element)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return inspect.waitFor() == 0;
  }

  private static List<String> arguments(String peer, boolean password, int port) {
    String host = "127.0.0.1:" + port;
    String address = password ? host + "/auth/any" : host + "/live/" + TestListener.KEY;
    String url = "rtmp://" + address;
    if (!peer.equals("ffmpeg")) {
      List<String> pipeline = new ArrayList<>(List.of("-q"));
      pipeline.addAll(List.of(SOURCE.split(" ")));
      pipeline.add(peer);
      pipeline.add("location=" + url);
      if (password) {
        pipeline.addAll(List.of("username=" + TestListener.USER, "password=" + TestListener.KEY));
      }
      return pipeline;
    }
    String login = password ? TestListener.USER + ":" + TestListener.KEY + "@" : "";
    List<String> arguments = new ArrayList<>(List.of("-nostdin", "-loglevel", "error"));
    arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25"));
    arguments.addAll(List.of("-frames:v", "" + FRAMES, "-pix_fmt", "yuv420p"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"));
    arguments.addAll(List.of("-f", "flv", "rtmp://" + login + address));
    return arguments;
  }
}
