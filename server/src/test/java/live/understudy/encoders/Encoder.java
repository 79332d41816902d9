package live.understudy.encoders;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** A program that publishes, or a relay with a program that feeds it. */
interface Encoder {
  /** What sounds like a complaint. */
  Pattern COMPLAINT =
      Pattern.compile(
          "(?i).*(error|fail|invalid|could not|cannot|can't|unsupported|not supported|no such"
              + "|not found|not compatible|warning|\\[emerg\\]|refused|realloc|unable).*");

  /** A word: {@code ffmpeg-8}. */
  String id();

  /**
   * Its name with the version that is installed, for people.
   *
   * @throws NotInstalledException when it is not
   */
  String version() throws NotInstalledException, IOException, InterruptedException;

  /** Whether what it does stands in the way of another one of its kind on the same machine. */
  default boolean isAlone() {
    return false;
  }

  /** How many pictures a second it sends. */
  default int framesPerSecond() {
    return Codecs.FRAMES_PER_SECOND;
  }

  /** What of its words tells best why it does not publish; empty for nothing. */
  default String complaint(List<String> lines) {
    return lines.stream()
        .filter(line -> COMPLAINT.matcher(line).matches())
        .findFirst()
        .orElse(lines.isEmpty() ? "" : lines.getLast());
  }

  /** Starts to publish; whether it is taken shows later. */
  Running start(Studio studio, Codecs codecs, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException;

  /** The program is not on this machine. */
  final class NotInstalledException extends Exception {
    private static final long serialVersionUID = 1L;

    NotInstalledException(String what) {
      super(what);
    }
  }

  /** The program has no way to do it, so there is nothing to try. */
  final class CannotException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotException(String why) {
      super(why);
    }
  }
}
