package live.understudy.encoders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is encoded, a column of the matrix. */
enum Codecs {
  H264_AAC("H.264, AAC", Video.H264, Audio.AAC),
  HEVC_AAC("HEVC, AAC", Video.HEVC, Audio.AAC),
  AV1_OPUS("AV1, Opus", Video.AV1, Audio.OPUS),
  H264_OPUS("H.264, Opus", Video.H264, Audio.OPUS),
  HEVC_AC3("HEVC, AC-3", Video.HEVC, Audio.AC3),
  HEVC_EAC3("HEVC, E-AC-3", Video.HEVC, Audio.EAC3),
  H264_MP3("H.264, MP3", Video.H264, Audio.MP3),
  VP9_AAC("VP9, AAC", Video.VP9, Audio.AAC),
  H264_ALONE("H.264 alone", Video.H264, Audio.NONE),
  AAC_ALONE("AAC alone", Video.NONE, Audio.AAC);

  static final int WIDTH = 320;
  static final int HEIGHT = 180;
  static final int FRAMES_PER_SECOND = 30;

  private final String label;
  private final Video video;
  private final Audio audio;

  Codecs(String label, Video video, Audio audio) {
    this.label = label;
    this.video = video;
    this.audio = audio;
  }

  /** A picture's codec: FFmpeg's options, the four letters of RFC 6381, GStreamer's elements. */
  enum Video {
    NONE("-vn", "", ""),
    H264(
        "-c:v libx264 -preset ultrafast -tune zerolatency -g 30 -threads 1",
        "avc1",
        "x264enc speed-preset=ultrafast tune=zerolatency key-int-max=30 threads=1 ! h264parse"),
    HEVC(
        "-c:v libx265 -preset ultrafast -x265-params"
            + " keyint=30:min-keyint=30:scenecut=0:open-gop=0:pools=1:log-level=none",
        "hvc1",
        "x265enc speed-preset=ultrafast tune=zerolatency key-int-max=30 ! h265parse"),
    AV1("-c:v libsvtav1 -preset 12 -g 30", "av01", "av1enc cpu-used=8 usage-profile=1 ! av1parse"),
    VP9(
        "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 30 -b:v 300k",
        "vp09",
        "vp9enc deadline=1 cpu-used=8 keyframe-max-dist=30 ! vp9parse");

    final String ffmpeg;
    final String fourCc;
    final String gstreamer;

    Video(String ffmpeg, String fourCc, String gstreamer) {
      this.ffmpeg = ffmpeg;
      this.fourCc = fourCc;
      this.gstreamer = gstreamer;
    }
  }

  /** A sound's codec, the same way. */
  enum Audio {
    NONE("-an", "", "", 0),
    AAC("-c:a aac -b:a 96k", "mp4a.40.2", "voaacenc bitrate=96000 ! aacparse", 1024),
    OPUS("-c:a libopus -b:a 96k", "opus", "opusenc ! opusparse", 960),
    AC3("-c:a ac3 -b:a 192k", "ac-3", "avenc_ac3 ! ac3parse", 1536),
    EAC3("-c:a eac3 -b:a 192k", "ec-3", "avenc_eac3 ! ac3parse", 1536),
    MP3("-c:a libmp3lame -b:a 96k", "mp3", "lamemp3enc ! mpegaudioparse", 1152);

    final String ffmpeg;
    final String codec;
    final String gstreamer;
    final int samples;

    Audio(String ffmpeg, String codec, String gstreamer, int samples) {
      this.ffmpeg = ffmpeg;
      this.codec = codec;
      this.gstreamer = gstreamer;
      this.samples = samples;
    }
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Codecs of(String id) {
    for (Codecs codecs : values()) {
      if (codecs.id().equals(id)) {
        return codecs;
      }
    }
    throw new IllegalArgumentException("No such codecs: " + id);
  }

  /** For people. */
  String label() {
    return label;
  }

  boolean hasVideo() {
    return video != Video.NONE;
  }

  boolean hasAudio() {
    return audio != Audio.NONE;
  }

  /** The kinds of tracks. */
  Set<String> tracks() {
    Set<String> tracks = new TreeSet<>();
    if (hasVideo()) {
      tracks.add(Facts.VIDEO);
    }
    if (hasAudio()) {
      tracks.add(Facts.AUDIO);
    }
    return tracks;
  }

  Video video() {
    return video;
  }

  Audio audio() {
    return audio;
  }

  /** FFmpeg's options of the encoders, without inputs. */
  List<String> ffmpegOptions() {
    List<String> options = new ArrayList<>(words(video.ffmpeg));
    if (hasVideo()) {
      options.addAll(List.of("-pix_fmt", "yuv420p"));
    }
    options.addAll(words(audio.ffmpeg));
    if (hasAudio()) {
      options.addAll(List.of("-ac", "2"));
    }
    return options;
  }

  static List<String> words(String text) {
    return List.of(Objects.requireNonNull(text).split(" "));
  }
}
