package live.understudy.encoders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the API says of a leg, as text; and whether it fits what was sent. */
final class Facts {
  static final String VIDEO = "Video";
  static final String AUDIO = "Audio";

  private static final double TOLERATED_RATE = 0.1;

  private Facts() {}

  static String text(JsonNode leg) {
    List<String> texts = new ArrayList<>();
    JsonNode video = leg.path("video");
    if (video.isObject()) {
      texts.add(
          String.format(
              Locale.ROOT,
              "%s %dx%d, %.5s fps",
              video.path("codec").asString(""),
              video.path("width").asInt(),
              video.path("height").asInt(),
              video.path("frameRate").asDouble()));
    }
    JsonNode audio = leg.path("audio");
    if (audio.isObject()) {
      texts.add(
          String.format(
              Locale.ROOT,
              "%s %d Hz, %d channels",
              audio.path("codec").asString(""),
              audio.path("sampleRate").asInt(),
              audio.path("channels").asInt()));
    }
    String encoder = leg.path("encoder").asString("");
    if (!encoder.isEmpty()) {
      texts.add(encoder);
    }
    return String.join("; ", texts);
  }

  /** The kinds of tracks that the server has. */
  static Set<String> tracks(JsonNode leg) {
    Set<String> tracks = new TreeSet<>();
    if (leg.path("video").isObject()) {
      tracks.add(VIDEO);
    }
    if (leg.path("audio").isObject()) {
      tracks.add(AUDIO);
    }
    return tracks;
  }

  /** What came instead of what was asked for; empty where that came. */
  static String otherCodecs(JsonNode leg, Codecs codecs) {
    String video = leg.path("video").path("codec").asString("");
    String audio = leg.path("audio").path("codec").asString("");
    boolean sameVideo = video.isEmpty() || video.startsWith(codecs.video().fourCc);
    boolean sameAudio = audio.isEmpty() || audio.equals(codecs.audio().codec);
    return sameVideo && sameAudio ? "" : (video + " " + audio).strip();
  }

  /** Whether a decoder found the codecs that the API names. */
  static boolean agree(JsonNode leg, Probe probe) {
    return name(leg.path("video")).equals(probe.video())
        && name(leg.path("audio")).equals(probe.audio());
  }

  /** FFmpeg's name of a track's codec. */
  private static String name(JsonNode track) {
    String codec = track.path("codec").asString("");
    String fourCc = codec.contains(".") ? codec.substring(0, codec.indexOf('.')) : codec;
    return switch (fourCc) {
      case "avc1" -> "h264";
      case "hvc1" -> "hevc";
      case "av01" -> "av1";
      case "vp09" -> "vp9";
      case "mp4a" -> "aac";
      case "ac-3" -> "ac3";
      case "ec-3" -> "eac3";
      default -> fourCc;
    };
  }

  /** Where the server understood other than what was sent. */
  static List<String> faults(JsonNode leg, Cell cell) {
    List<String> faults = new ArrayList<>();
    Codecs codecs = cell.codecs();
    JsonNode video = leg.path("video");
    if (!tracks(leg).equals(codecs.tracks())) {
      faults.add("the leg has other tracks than were sent");
    }
    if (!otherCodecs(leg, codecs).isEmpty()) {
      faults.add("other codecs than were asked for");
    }
    boolean sameSize =
        video.path("width").asInt() == Codecs.WIDTH
            && video.path("height").asInt() == Codecs.HEIGHT;
    if (video.isObject() && !sameSize) {
      faults.add("another size than was sent");
    }
    int sentRate = cell.encoder().framesPerSecond();
    double rate = video.path("frameRate").asDouble();
    if (video.isObject() && Math.abs(rate - sentRate) > TOLERATED_RATE) {
      faults.add("a frame rate other than " + sentRate);
    }
    if (leg.path("tls").asBoolean() != cell.route().tls()) {
      faults.add("the leg's tls is " + leg.path("tls"));
    }
    return faults;
  }
}
