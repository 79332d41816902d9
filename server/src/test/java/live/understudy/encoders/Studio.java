package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/** What encoders film, and a folder for what they need. */
final class Studio {
  private static final int FILM_S = 20;
  private static final List<String> QUIET = List.of("-nostdin", "-hide_banner", "-loglevel");

  private final Path folder;
  private final FfmpegProgram ffmpeg;
  private final Map<Codecs, Path> films = new EnumMap<>(Codecs.class);

  Studio(Path folder, FfmpegProgram ffmpeg) {
    this.folder = folder.toAbsolutePath();
    this.ffmpeg = ffmpeg;
  }

  /** The FFmpeg that comes with the server. */
  FfmpegProgram ffmpeg() {
    return ffmpeg;
  }

  Path folder() {
    return folder;
  }

  /** A new folder for one run. */
  Path newFolder(String name) throws IOException {
    return Files.createTempDirectory(folder, name + "-");
  }

  /** A moving test picture and a tone in real time, for FFmpeg. */
  static List<String> camera(Codecs codecs) {
    List<String> words = new ArrayList<>(QUIET);
    words.add("warning");
    if (codecs.hasVideo()) {
      String size = Codecs.WIDTH + "x" + Codecs.HEIGHT;
      words.addAll(List.of("-re", "-f", "lavfi", "-i"));
      words.add("testsrc2=s=" + size + ":r=" + Codecs.FRAMES_PER_SECOND);
    }
    if (codecs.hasAudio()) {
      words.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=f=440:r=48000"));
    }
    return words;
  }

  /**
   * The same, encoded beforehand into a file.
   *
   * @return a file without end of its own sense: it is to be played in a loop
   */
  synchronized Path film(Codecs codecs) throws IOException, InterruptedException {
    @Nullable Path known = films.get(codecs);
    if (known != null) {
      return known;
    }
    Path file = folder.resolve(codecs.id() + ".mkv");
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-y"));
    camera(codecs).stream().filter(word -> !word.equals("-re")).forEach(command::add);
    command.addAll(codecs.ffmpegOptions());
    command.addAll(List.of("-t", Integer.toString(FILM_S), file.toString()));
    make(command);
    films.put(codecs, file);
    return file;
  }

  /** The film as FLV. */
  synchronized Path flv(Codecs codecs) throws IOException, InterruptedException {
    Path file = folder.resolve(codecs.id() + ".flv");
    if (!Files.exists(file)) {
      List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-y"));
      command.addAll(QUIET);
      command.addAll(List.of("error", "-i", film(codecs).toString(), "-c", "copy"));
      command.addAll(List.of("-flvflags", "no_duration_filesize", file.toString()));
      make(command);
    }
    return file;
  }

  private void make(List<String> command) throws IOException, InterruptedException {
    Tools.Said said = Tools.run(folder, command);
    if (said.exit() != 0) {
      throw new IOException("FFmpeg can't make the film: " + said.text());
    }
  }

  /** What plays the film in real time, for ever, to a relay. */
  List<String> projector(Codecs codecs, String url) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
    command.addAll(QUIET);
    command.addAll(List.of("warning", "-re", "-stream_loop", "-1", "-i"));
    command.addAll(List.of(film(codecs).toString(), "-c", "copy", "-f", "flv", url));
    return command;
  }
}
