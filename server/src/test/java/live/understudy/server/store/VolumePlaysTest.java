package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.hls.InitSection;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.Variant;
import live.understudy.server.demo.FfmpegProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume is a file that players take as it is, also where its process was killed. */
class VolumePlaysTest {

  private static final int SECONDS = 4;
  private static final int FRAMES_PER_SECOND = 25;

  @TempDir Path data;

  @Test
  void volume_ofACutRecording_playsToItsLastWholePart() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    byte[] film = encode(ffmpeg);
    List<byte[]> pieces = pieces(film);
    InitSection init =
        new InitSection(0, new Variant("mp4v.20.9", 64, 64, 25, "SDR"), pieces.getFirst());
    List<byte[]> fragments = pieces.subList(1, pieces.size());
    assertEquals(SECONDS, fragments.size(), "one fragment for each second");
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      for (int msn = 0; msn < SECONDS - 1; msn++) {
        Segment segment = segment(msn, init, fragments.get(msn));
        assertTrue(StoreBench.answer(l -> recording.segment(segment, l)));
      }
      OpenSegment open =
          new OpenSegment(SECONDS - 1, init, false, 0, 0, 0, true, parts(fragments.getLast()));
      assertTrue(StoreBench.answer(l -> recording.parts(open, l)));
      Path volume = bench.folder().resolve("0.mp4");
      assertEquals(SECONDS * FRAMES_PER_SECOND, frames(ffmpeg, volume));

      // A killed process leaves half a fragment that no record tells of.
      byte[] torn = Arrays.copyOf(fragments.getFirst(), fragments.getFirst().length / 2);
      Files.write(volume, torn, java.nio.file.StandardOpenOption.APPEND);
      bench.restart();
      assertEquals(SECONDS * FRAMES_PER_SECOND, frames(ffmpeg, volume));
      assertEquals(film.length - trailer(film), Files.size(volume));
    }
  }

  private static List<Part> parts(byte[] fragment) {
    return List.of(new Part(0, 1_000_000, true, fragment));
  }

  private static Segment segment(long msn, InitSection init, byte[] fragment) {
    SegmentInfo info =
        new SegmentInfo(
            msn, 0, false, 0, 0, msn * 1_000_000, 1_000_000, true, false, fragment.length);
    return new Segment(info, init, parts(fragment));
  }

  private byte[] encode(FfmpegProgram ffmpeg) throws Exception {
    Path film = data.resolve("film.mp4");
    run(
        ffmpeg.ffmpeg().toString(),
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=64x64:rate=" + FRAMES_PER_SECOND,
        "-t",
        String.valueOf(SECONDS),
        "-c:v",
        "mpeg4",
        "-g",
        String.valueOf(FRAMES_PER_SECOND),
        "-movflags",
        "frag_keyframe+empty_moov+default_base_moof",
        film.toString());
    return Files.readAllBytes(film);
  }

  /** The init section, and then each {@code moof} with its {@code mdat}. */
  private static List<byte[]> pieces(byte[] film) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < film.length; at += size(film, at)) {
      String type = type(film, at);
      if ((type.equals("moof") || type.equals("mfra")) && at > from) {
        pieces.add(Arrays.copyOfRange(film, from, at));
        from = at;
      }
    }
    return pieces;
  }

  private static int size(byte[] film, int at) {
    return ByteBuffer.wrap(film).getInt(at);
  }

  private static String type(byte[] film, int at) {
    return new String(film, at + 4, 4, StandardCharsets.US_ASCII);
  }

  /** The index at the film's end, which a recording has no use for. */
  private static int trailer(byte[] film) {
    return ByteBuffer.wrap(film).getInt(film.length - 4);
  }

  private static int frames(FfmpegProgram ffmpeg, Path volume) throws Exception {
    String count =
        run(
            ffmpeg.ffprobe().toString(),
            "-loglevel",
            "error",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            volume.toString());
    return Integer.parseInt(count.strip());
  }

  /** Runs a program that must not complain; what it writes. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
