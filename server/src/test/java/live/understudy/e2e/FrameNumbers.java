package live.understudy.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import live.understudy.server.demo.FfmpegProgram;
import live.understudy.server.demo.FrameBlocks;

/**
 * Which painted pictures a stream holds, in the order of presentation.
 *
 * @param numbers the readable ones
 * @param unreadable pictures whose strip could not be read
 * @param complaints what the decoder had to say
 */
public record FrameNumbers(List<Integer> numbers, int unreadable, String complaints) {
  private static final long DECODE_TIMEOUT_S = 60;

  public FrameNumbers {
    numbers = List.copyOf(numbers);
  }

  /**
   * Decodes with a real decoder.
   *
   * @param media an init section and its segments, one after the other
   * @param width of the pictures, in pixels
   */
  static FrameNumbers decode(FfmpegProgram ffmpeg, byte[] media, int width, int height)
      throws IOException, InterruptedException {
    int cell = width / FrameBlocks.CELLS;
    return decode(
        ffmpeg,
        media,
        String.format(
            Locale.ROOT,
            "crop=%d:%d:0:0",
            cell * FrameBlocks.CELLS,
            FrameBlocks.cellHeight(width, height)));
  }

  /** The same for pictures of any size. */
  static FrameNumbers decode(FfmpegProgram ffmpeg, byte[] media)
      throws IOException, InterruptedException {
    String crop =
        String.format(
            Locale.ROOT,
            "crop=floor(iw/%1$d)*%1$d:min(floor(iw/%1$d)\\,floor(ih/6)):0:0",
            FrameBlocks.CELLS);
    return decode(ffmpeg, media, crop);
  }

  private static FrameNumbers decode(FfmpegProgram ffmpeg, byte[] media, String crop)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("understudy-media", ".mp4");
    Path said = Files.createTempFile("understudy-decoder", ".log");
    try {
      Files.write(file, media);
      String filter =
          String.format(
              Locale.ROOT, "%s,scale=%d:1:flags=area,format=gray", crop, FrameBlocks.CELLS);
      Process process =
          new ProcessBuilder(
                  ffmpeg.ffmpeg().toString(),
                  "-nostdin",
                  "-loglevel",
                  "error",
                  "-i",
                  file.toString(),
                  "-map",
                  "0:v",
                  "-fps_mode",
                  "passthrough",
                  "-vf",
                  filter,
                  "-f",
                  "rawvideo",
                  "-")
              .redirectError(said.toFile())
              .start();
      byte[] cells = process.getInputStream().readAllBytes();
      if (!process.waitFor(DECODE_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return read(cells, Files.readString(said, StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(file);
      Files.delete(said);
    }
  }

  private static FrameNumbers read(byte[] cells, String complaints) {
    List<Integer> numbers = new ArrayList<>();
    int unreadable = 0;
    for (int at = 0; at + FrameBlocks.CELLS <= cells.length; at += FrameBlocks.CELLS) {
      OptionalInt number = FrameBlocks.read(cells, at);
      if (number.isPresent()) {
        numbers.add(number.getAsInt());
      } else {
        unreadable++;
      }
    }
    return new FrameNumbers(numbers, unreadable, complaints);
  }

  static FrameNumbers concat(List<FrameNumbers> parts) {
    List<Integer> numbers = new ArrayList<>();
    parts.forEach(part -> numbers.addAll(part.numbers()));
    int unreadable = parts.stream().mapToInt(FrameNumbers::unreadable).sum();
    List<String> complaints =
        parts.stream().map(FrameNumbers::complaints).filter(text -> !text.isEmpty()).toList();
    return new FrameNumbers(numbers, unreadable, String.join("\n", complaints));
  }

  /** Numbers between the smallest and the largest that never occur. */
  SortedSet<Integer> lost() {
    SortedSet<Integer> seen = new TreeSet<>(numbers);
    SortedSet<Integer> lost = new TreeSet<>();
    if (!seen.isEmpty()) {
      for (int number = seen.first(); number < seen.last(); number++) {
        if (!seen.contains(number)) {
          lost.add(number);
        }
      }
    }
    return lost;
  }

  /** How many pictures had occurred before. */
  int repeated() {
    return numbers.size() - new TreeSet<>(numbers).size();
  }

  /** Every place where the next number is not the next number, for people. */
  public List<String> jumps() {
    List<String> jumps = new ArrayList<>();
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) != numbers.get(i - 1) + 1) {
        jumps.add(numbers.get(i - 1) + "->" + numbers.get(i));
      }
    }
    return jumps;
  }
}
