package live.understudy.drill;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.server.demo.CameraSpec;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.server.demo.FfmpegProgram;

/**
 * The process that holds the connection to the server: FFmpeg, which passes an encode on as it
 * comes. It is what is killed and stopped.
 */
final class Sender implements AutoCloseable {
  private static final long SIGNAL_TIMEOUT_S = 5;

  private final DemoEncoder process;

  private Sender(DemoEncoder process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param prefix of the command line, such as one that enters a network namespace
   */
  static Sender start(
      FfmpegProgram ffmpeg, List<String> prefix, String from, URI server, String streamKey)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(ffmpeg.ffmpeg().toString());
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "warning"));
    // Nothing is to be waited for: neither to learn more of the streams nor for one of them.
    command.addAll(List.of("-fflags", "nobuffer", "-probesize", "32768"));
    command.addAll(List.of("-analyzeduration", "300000", "-f", "flv", "-i", from));
    command.addAll(List.of("-map", "0:v", "-map", "0:a", "-c", "copy"));
    command.addAll(List.of("-max_interleave_delta", "100000", "-flush_packets", "1"));
    command.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize"));
    if (server.getScheme().equals("rtmps")) {
      command.addAll(List.of("-tls_verify", "0"));
    }
    command.add(server + "/" + streamKey);
    EncoderSpec spec =
        new EncoderSpec(
            "sender",
            CameraSpec.standard("en", 0),
            0,
            0,
            server,
            streamKey,
            null,
            "copy",
            1,
            0,
            List.of());
    return new Sender(DemoEncoder.start(command, spec));
  }

  /** As {@code kill -9} does; returns when it is gone. */
  void kill() {
    process.close();
  }

  void suspend() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
    if (!kill.waitFor(SIGNAL_TIMEOUT_S, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("kill " + name + " failed");
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it said last, without the stream key. */
  List<String> lastLines() {
    return process.lastLines();
  }

  @Override
  public void close() {
    process.close();
  }
}
