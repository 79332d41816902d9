package live.understudy.encoders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.understudy.encoders.Encoder.CannotException;
import live.understudy.encoders.Encoder.NotInstalledException;

/**
 * What another receiver gets from an encoder: an FFmpeg that listens. So it can be told whether a
 * track was never sent or was lost in the server.
 */
final class Control {
  private static final Pattern STREAM = Pattern.compile("Stream #0:\\d+.*?: (Video|Audio): ");
  private static final long TIMEOUT_S = 40;

  private Control() {}

  /** The kinds of tracks that arrive: {@code Audio}, {@code Video}. */
  static Set<String> tracks(Studio studio, Cell cell, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    int port = Tools.freePort();
    Process receiver =
        new ProcessBuilder(
                List.of(
                    studio.ffmpeg().ffmpeg().toString(),
                    "-nostdin",
                    "-listen",
                    "1",
                    "-i",
                    "rtmp://127.0.0.1:" + port + "/live/" + address.streamKey(),
                    "-t",
                    "2",
                    "-f",
                    "null",
                    "-"))
            .redirectErrorStream(true)
            .start();
    try (Running _ = cell.encoder().start(studio, cell.codecs(), address.through(port))) {
      receiver.getOutputStream().close();
      Thread ender = Thread.ofVirtual().start(() -> end(receiver));
      String said = new String(receiver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      ender.interrupt();
      String input = said.split("Output #0", 2)[0];
      Set<String> kinds = new TreeSet<>();
      Matcher matcher = STREAM.matcher(input);
      while (matcher.find()) {
        kinds.add(matcher.group(1));
      }
      return kinds;
    } finally {
      receiver.destroyForcibly();
    }
  }

  private static void end(Process receiver) {
    try {
      if (!receiver.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        receiver.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
