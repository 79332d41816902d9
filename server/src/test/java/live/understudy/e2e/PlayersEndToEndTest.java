package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import live.understudy.media.Leg;
import live.understudy.server.demo.CameraFeed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * VLC, mpv and GStreamer play a live program: each writes the pictures that it shows to a folder.
 */
@Tag("soak")
@Tag("real-time")
@Timeout(600)
class PlayersEndToEndTest {
  private static final int SHOWN_S = 25;

  /** A player may take some seconds to begin. */
  private static final int FEWEST_PICTURES = 10 * Stage.CAMERA.framesPerSecond();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cvlc", "mpv", "gst-launch-1.0"})
  void classicProgram_inAnotherPlayer_plays(String player) throws Exception {
    assumeTrue(isInstalled(player), () -> player + " is not installed");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    try (Stage stage = Stage.set(Files.createDirectory(folder.resolve("data")));
        CameraFeed feed = stage.openFeed()) {
      stage.start(stage.encoder(Leg.PRIMARY, feed, 600));
      stage.awaitLeg(Leg.PRIMARY, "RECEIVING");
      stage.goLive();
      Files.setPosixFilePermissions(pictures, PosixFilePermissions.fromString("rwxrwxrwx"));
      String said = play(command(player, stage.playlist().toString(), pictures));
      long shown;
      try (Stream<Path> files = Files.list(pictures)) {
        shown = files.count();
      }
      Files.createDirectories(Path.of("target", "e2e"));
      String summary = player + " showed " + shown + " pictures in " + SHOWN_S + " s\n" + said;
      Files.writeString(Path.of("target", "e2e", player + ".txt"), summary);
      assertTrue(shown >= FEWEST_PICTURES, summary);
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }

  private static List<String> command(String player, String url, Path pictures) {
    return switch (player) {
      case "cvlc" ->
          List.of(
              "cvlc",
              "-I",
              "dummy",
              "--vout",
              "dummy",
              "--aout",
              "dummy",
              "--no-video-title-show",
              "--video-filter",
              "scene",
              "--scene-format",
              "jpg",
              "--scene-ratio",
              "1",
              "--scene-path",
              pictures.toString(),
              "--run-time",
              "" + SHOWN_S,
              url,
              "vlc://quit");
      case "mpv" ->
          List.of(
              "mpv",
              "--no-config",
              "--no-terminal",
              "--ao=null",
              "--vo=image",
              "--vo-image-outdir=" + pictures,
              "--length=" + SHOWN_S,
              url);
      default ->
          List.of(
              player,
              "-e",
              "playbin3",
              "uri=" + url,
              "audio-sink=fakesink sync=true",
              "video-sink=videoconvert ! jpegenc ! multifilesink sync=true location="
                  + pictures.resolve("%05d.jpg"));
    };
  }

  /** What the player said while it ran; it is ended when it does not end by itself. */
  private String play(List<String> command) throws Exception {
    Path said = folder.resolve("said");
    List<String> whole = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // VLC refuses to be run by root, and the others need it as little.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      whole.addAll(List.of("runuser", "-u", "nobody", "--"));
    }
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(SHOWN_S, TimeUnit.SECONDS)) {
      process.destroy();
    }
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(said);
  }
}
