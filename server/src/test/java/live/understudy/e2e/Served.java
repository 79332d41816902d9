package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import live.understudy.server.demo.FfmpegProgram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What FFmpeg makes of what a viewer fetched. */
record Served(JsonNode streams, JsonNode frames, String complaints) {
  private static final long TIMEOUT_S = 60;

  /** Decodes everything that has the init section of the last segment, in one run. */
  static Served decode(FfmpegProgram ffmpeg, HlsViewer.Recording recording)
      throws IOException, InterruptedException {
    ByteArrayOutputStream media = new ByteArrayOutputStream();
    String map = String.valueOf(recording.segments().getLast().map());
    media.writeBytes(recording.inits().get(map));
    for (PlaylistRules.Listed segment : recording.segments()) {
      if (map.equals(segment.map())) {
        media.writeBytes(recording.bytes().get(segment.msn()));
      }
    }
    Path file = Files.createTempFile("understudy-served", ".mp4");
    Path said = Files.createTempFile("understudy-served", ".log");
    try {
      Files.write(file, media.toByteArray());
      String probe =
          run(
              said,
              List.of(
                  ffmpeg.ffprobe().toString(),
                  "-v",
                  "error",
                  "-of",
                  "json",
                  "-count_frames",
                  "-show_streams",
                  "-show_frames",
                  "-show_entries",
                  "frame=stream_index,media_type,pts_time"
                      + ",side_data_list:frame_side_data=side_data_type",
                  file.toString()));
      JsonNode answer = JsonMapper.shared().readTree(probe);
      String complaints = Files.readString(said);
      run(
          said,
          List.of(
              ffmpeg.ffmpeg().toString(),
              "-nostdin",
              "-v",
              "error",
              "-i",
              file.toString(),
              "-f",
              "null",
              "-"));
      return new Served(
          answer.path("streams"), answer.path("frames"), complaints + Files.readString(said));
    } finally {
      Files.delete(file);
      Files.delete(said);
    }
  }

  private static String run(Path said, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectError(said.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> command + " " + out);
    return out;
  }

  /** The stream of a kind, {@code video} or {@code audio}; missing when there is none. */
  JsonNode stream(String kind) {
    for (JsonNode stream : streams) {
      if (stream.path("codec_type").asString("").equals(kind)) {
        return stream;
      }
    }
    return JsonMapper.shared().missingNode();
  }

  int framesOf(String kind) {
    return stream(kind).path("nb_read_frames").asInt(0);
  }

  /** When each picture is shown after the one before it, seconds. */
  List<Double> pictureStepsS() {
    double[] shownS =
        frames
            .valueStream()
            .filter(frame -> frame.path("media_type").asString("").equals("video"))
            .mapToDouble(frame -> Double.parseDouble(frame.path("pts_time").asString("")))
            .toArray();
    return IntStream.range(1, shownS.length).mapToObj(i -> shownS[i] - shownS[i - 1]).toList();
  }

  long framesWithCaptions() {
    return frames
        .valueStream()
        .filter(frame -> frame.path("side_data_list").toString().contains("Closed Captions"))
        .count();
  }
}
