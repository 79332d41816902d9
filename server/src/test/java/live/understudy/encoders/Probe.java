package live.understudy.encoders;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import live.understudy.server.demo.FfmpegProgram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What FFmpeg makes of a program as it is served over HTTP.
 *
 * @param pictures how many were decoded
 * @param soundFrames how many were decoded
 * @param complaints what FFmpeg said while it decoded
 */
record Probe(
    String video, String audio, int pictures, int soundFrames, double listedS, String complaints) {

  private static final double TOLERATED_PICTURES = 1.5;
  private static final double TOLERATED_SOUND_S = 0.25;
  private static final int SAMPLE_RATE = 48_000;

  /** Decodes a program that has ended, from its multivariant playlist on. */
  static Probe of(FfmpegProgram ffmpeg, Path folder, URI playlist, String mediaPlaylist)
      throws IOException, InterruptedException {
    Tools.Said probed =
        Tools.run(
            folder,
            List.of(
                ffmpeg.ffprobe().toString(),
                "-v",
                "quiet",
                "-of",
                "json",
                "-count_frames",
                "-show_streams",
                playlist.toString()));
    Tools.Said decoded =
        Tools.run(
            folder,
            List.of(
                ffmpeg.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "warning",
                "-i",
                playlist.toString(),
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "demux",
                "-f",
                "null",
                "-"));
    JsonNode streams = JsonMapper.shared().readTree(probed.text()).path("streams");
    JsonNode video = stream(streams, "video");
    JsonNode audio = stream(streams, "audio");
    return new Probe(
        video.path("codec_name").asString(""),
        audio.path("codec_name").asString(""),
        video.path("nb_read_frames").asInt(0),
        audio.path("nb_read_frames").asInt(0),
        listedS(mediaPlaylist),
        decoded.text().strip());
  }

  private static JsonNode stream(JsonNode streams, String kind) {
    for (JsonNode stream : streams) {
      if (stream.path("codec_type").asString("").equals(kind)) {
        return stream;
      }
    }
    return JsonMapper.shared().missingNode();
  }

  /** How much a playlist lists, seconds. */
  static double listedS(String mediaPlaylist) {
    return mediaPlaylist
        .lines()
        .filter(line -> line.startsWith("#EXTINF:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(8).split(",")[0]))
        .sum();
  }

  /** What is wrong, in words; empty for nothing. */
  List<String> faults(Codecs codecs, int framesPerSecond) {
    List<String> faults = new ArrayList<>();
    if (!complaints.isEmpty()) {
      faults.add("the decoder: " + complaints.lines().findFirst().orElse(""));
    }
    if (codecs.hasVideo() == video.isEmpty() || codecs.hasAudio() == audio.isEmpty()) {
      faults.add("the streams are " + video + " and " + audio);
    }
    if (codecs.hasVideo()) {
      double expected = listedS * framesPerSecond;
      if (Math.abs(pictures - expected) > TOLERATED_PICTURES) {
        faults.add(
            String.format(Locale.ROOT, "%d pictures where %.1f are listed", pictures, expected));
      }
    }
    if (codecs.hasAudio()) {
      double soundS = soundFrames * (double) codecs.audio().samples / SAMPLE_RATE;
      if (Math.abs(soundS - listedS) > TOLERATED_SOUND_S) {
        faults.add(String.format(Locale.ROOT, "%.2f s of sound", soundS));
      }
    }
    return faults;
  }

  /** For people. */
  String text() {
    List<String> texts = new ArrayList<>();
    if (!video.isEmpty()) {
      texts.add(pictures + " pictures");
    }
    if (!audio.isEmpty()) {
      texts.add(soundFrames + " frames of sound");
    }
    return String.join(", ", texts) + String.format(Locale.ROOT, " in %.2f s", listedS);
  }
}
