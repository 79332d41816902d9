package live.understudy.drill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.e2e.HlsViewer;
import live.understudy.e2e.PlaylistRules;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/** Where a program has no sound, by the times of its audio frames. */
final class SoundGaps {
  /** Half a frame of 1024 samples at 48 kHz, and the rounding of times. */
  private static final double TOLERANCE_S = 0.012;

  private static final long TIMEOUT_S = 30;

  /** One audio frame, seconds. */
  record Frame(double startS, double durationS) {}

  private SoundGaps() {}

  /** The sum of all gaps in what a viewer fetched, milliseconds. */
  static long of(FfmpegProgram ffmpeg, HlsViewer.Recording recording)
      throws IOException, InterruptedException {
    List<Frame> frames = new ArrayList<>();
    long gapsMs = 0;
    @Nullable String map = null;
    long discontinuity = -1;
    ByteArrayOutputStream media = new ByteArrayOutputStream();
    for (PlaylistRules.Listed segment : recording.segments()) {
      byte[] body = recording.bytes().get(segment.msn());
      String itsMap = segment.map();
      if (body == null || itsMap == null) {
        continue;
      }
      if (!itsMap.equals(map) || discontinuity != segment.discontinuityNumber()) {
        frames.addAll(read(ffmpeg, media.toByteArray()));
        if (discontinuity != segment.discontinuityNumber()) {
          // Across a discontinuity times need not go on.
          gapsMs += sumMs(frames);
          frames.clear();
        }
        media.reset();
        map = itsMap;
        discontinuity = segment.discontinuityNumber();
        media.writeBytes(recording.inits().get(itsMap));
      }
      media.writeBytes(body);
    }
    frames.addAll(read(ffmpeg, media.toByteArray()));
    return gapsMs + sumMs(frames);
  }

  /** The sum of the gaps between frames, in the order of their times, milliseconds. */
  static long sumMs(List<Frame> frames) {
    List<Frame> sorted = new ArrayList<>(frames);
    sorted.sort((a, b) -> Double.compare(a.startS(), b.startS()));
    double gapsS = 0;
    for (int i = 1; i < sorted.size(); i++) {
      Frame before = sorted.get(i - 1);
      double gapS = sorted.get(i).startS() - before.startS() - before.durationS();
      gapsS += gapS > TOLERANCE_S ? gapS : 0;
    }
    return Math.round(gapsS * 1000);
  }

  private static List<Frame> read(FfmpegProgram ffmpeg, byte[] media)
      throws IOException, InterruptedException {
    if (media.length == 0) {
      return List.of();
    }
    Path file = Files.createTempFile("understudy-sound", ".mp4");
    try {
      Files.write(file, media);
      Process process =
          new ProcessBuilder(
                  ffmpeg.ffprobe().toString(),
                  "-v",
                  "quiet",
                  "-select_streams",
                  "a:0",
                  "-show_entries",
                  "packet=pts_time,duration_time",
                  "-of",
                  "csv=p=0",
                  file.toString())
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return said.lines().map(SoundGaps::frame).toList();
    } finally {
      Files.delete(file);
    }
  }

  private static Frame frame(String line) {
    String[] words = line.split(",", -1);
    return new Frame(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }
}
