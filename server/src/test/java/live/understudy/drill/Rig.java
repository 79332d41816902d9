package live.understudy.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import live.understudy.e2e.ServerProcess;
import live.understudy.server.demo.CameraSpec;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.DemoCamera;
import live.understudy.server.demo.FfmpegProgram;

/** What several drills share: one server process, one camera, one FFmpeg. */
final class Rig implements AutoCloseable {
  /**
   * Small pictures, so that encoding and decoding leave the machine idle; 27 cells of 12 pixels.
   */
  static final CameraSpec CAMERA = new CameraSpec("en", 324, 180, 30, 200);

  final ServerProcess server;
  final FfmpegProgram ffmpeg;
  final DemoApi api;
  final DemoCamera camera;

  /** A server that twice did not find unlike legs' offset exactly is not waited for again. */
  private static final int MOST_INEXACT = 2;

  private final Thread ender;
  private final Path data;
  private int logged;
  private int inexact;

  private Rig(ServerProcess server, Path data, FfmpegProgram ffmpeg) {
    this.server = server;
    this.data = data;
    this.ffmpeg = ffmpeg;
    this.api = new DemoApi(server.http(), server.token());
    this.camera = DemoCamera.start(CAMERA);
    this.ender = new Thread(server::close, "end-server");
    // A drill that is broken off leaves no server behind.
    Runtime.getRuntime().addShutdownHook(ender);
  }

  /** Starts a server with an empty data folder below {@code folder}. */
  static Rig start(Path folder) throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    Path data = Files.createTempDirectory(Files.createDirectories(folder), "data");
    return new Rig(ServerProcess.start(data.toAbsolutePath()), data, ffmpeg);
  }

  boolean isHealthy() {
    if (!server.isAlive()) {
      return false;
    }
    try {
      return api.get("/api/v1/events").status() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it pays to wait until the server knows unlike legs' offset by more than arrival. */
  boolean mayAlignExactly() {
    return inexact < MOST_INEXACT;
  }

  /** Whether the server knew it. */
  void aligned(boolean exactly) {
    inexact = exactly ? 0 : inexact + 1;
  }

  /** What the server has written since this was asked last. */
  List<String> newLogLines() {
    List<String> lines = server.lines();
    List<String> fresh = lines.subList(Math.min(logged, lines.size()), lines.size());
    logged = lines.size();
    return fresh;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    api.close();
    camera.close();
    server.kill();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Runtime.getRuntime().removeShutdownHook(ender);
  }
}
