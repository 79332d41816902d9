package live.understudy.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.media.Leg;
import live.understudy.server.demo.DemoEncoder;
import live.understudy.server.demo.EncoderSpec;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/**
 * A recorded stream that is encoded once and then published as often as a test likes, in real time
 * and at hardly any cost. 320x180 with 30 frames and a keyframe every second, or sound alone.
 *
 * @param words subtitles that are published beside it
 */
record Tape(FfmpegProgram ffmpeg, Path file, @Nullable Path words) {
  static final int WIDTH = 320;
  static final int HEIGHT = 180;
  static final int FRAMES_PER_SECOND = 30;

  /** Said beside the pictures of {@link #captioned}. */
  static final String WORDS = "Words beside the pictures: Grüße";

  private static final long TIMEOUT_S = 90;

  /**
   * CC1 of CEA-608: a space and a dash for ever, in a registered SEI message (ATSC A/53, 6.2.3).
   */
  private static final String CAPTION_SEI =
      "00000001" + "0604" + "0e" + "b5003147413934" + "03" + "41" + "ff" + "fc20ad" + "ff" + "80";

  /**
   * Encodes a moving test picture and a tone.
   *
   * @param codecs FFmpeg's options; {@code -vn} or {@code -an} where there is no picture or sound
   */
  static Tape make(FfmpegProgram ffmpeg, Path file, int seconds, List<String> codecs)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    String size = WIDTH + "x" + HEIGHT;
    arguments.addAll(
        List.of("-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=" + FRAMES_PER_SECOND));
    arguments.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=48000"));
    arguments.addAll(List.of("-pix_fmt", "yuv420p", "-g", "" + FRAMES_PER_SECOND));
    arguments.addAll(codecs);
    arguments.addAll(List.of("-t", "" + seconds, "-threads", "1", file.toString()));
    run(ffmpeg, arguments);
    return new Tape(ffmpeg, file, null);
  }

  /** The same H.264 picture without sound, with captions in it and words beside it. */
  static Tape captioned(FfmpegProgram ffmpeg, Path folder, int seconds)
      throws IOException, InterruptedException {
    Path plain = folder.resolve("plain.h264");
    make(
        ffmpeg,
        plain,
        seconds,
        List.of(
            "-an",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-tune",
            "zerolatency",
            "-f",
            "h264"));
    Path marked = folder.resolve("captions.h264");
    Files.write(marked, withCaptions(Files.readAllBytes(plain)));
    Path words = folder.resolve("words.srt");
    StringBuilder said = new StringBuilder();
    for (int i = 1; i < seconds; i++) {
      said.append("%d\n00:00:%02d,000 --> 00:00:%02d,500\n%s\n\n".formatted(i, i, i, WORDS));
    }
    Files.writeString(words, said);
    Path file = folder.resolve("captions.mkv");
    run(
        ffmpeg,
        List.of(
            "-r", "" + FRAMES_PER_SECOND, "-i", marked.toString(), "-c", "copy", file.toString()));
    return new Tape(ffmpeg, file, words);
  }

  /** Puts the message before the first slice of every picture; each picture has one slice. */
  private static byte[] withCaptions(byte[] annexB) {
    byte[] sei = HexFormat.of().parseHex(CAPTION_SEI);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < annexB.length; i++) {
      boolean startCode =
          i + 3 < annexB.length && annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1;
      int type = startCode ? annexB[i + 3] & 0x1f : 0;
      if (type == 1 || type == 5) {
        out.writeBytes(sei);
      }
      out.write(annexB[i]);
    }
    return out.toByteArray();
  }

  private static void run(FfmpegProgram ffmpeg, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("FFmpeg failed: " + said);
    }
  }

  /** Publishes it as it is, in real time, until it ends or is closed. */
  DemoEncoder publish(Stage stage, String streamKey, Leg leg) throws IOException {
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "warning", "-re"));
    command.addAll(List.of("-i", file.toString()));
    if (words == null) {
      command.addAll(List.of("-map", "0", "-c", "copy"));
    } else {
      // As FLV has them: onTextData. They are an input of their own, and nobody waits for them:
      // FFmpeg's pace of one input is that of its slowest stream, and words come seldom.
      command.addAll(List.of("-i", words.toString(), "-map", "0", "-map", "1", "-c:v", "copy"));
      command.addAll(List.of("-c:s", "text", "-max_interleave_delta", "1000"));
    }
    Path authority = stage.server.authority();
    if (authority != null) {
      command.addAll(List.of("-tls_verify", "1", "-ca_file", authority.toString()));
    }
    command.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize"));
    command.add(stage.server.ingest(leg) + "/" + streamKey);
    EncoderSpec spec =
        new EncoderSpec(
            file.getFileName() + " " + leg,
            Stage.CAMERA,
            0,
            0,
            stage.server.ingest(leg),
            streamKey,
            authority,
            "copy",
            FRAMES_PER_SECOND,
            0,
            List.of());
    return stage.keep(DemoEncoder.start(command, spec));
  }
}
