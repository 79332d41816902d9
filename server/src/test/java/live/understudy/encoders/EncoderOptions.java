package live.understudy.encoders;

import java.util.List;

/**
 * What is asked for on the command line.
 *
 * @param only words that mean cells; empty for all
 * @param seconds of program that each cell has to serve
 * @param atOnce cells
 * @param append whether rows of earlier runs stay
 */
record EncoderOptions(List<String> only, int seconds, int atOnce, boolean append) {
  private static final int SECONDS = 8;
  private static final int AT_ONCE = 2;

  /** Reads {@code --only obs,ffmpeg-8/av1-opus --seconds 8 --at-once 2 --append}. */
  static EncoderOptions read(List<String> arguments) {
    List<String> only = List.of();
    int seconds = SECONDS;
    int atOnce = AT_ONCE;
    boolean append = false;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--only" -> only = List.of(value(arguments, ++i).split(","));
        case "--seconds" -> seconds = Integer.parseInt(value(arguments, ++i));
        case "--at-once" -> atOnce = Integer.parseInt(value(arguments, ++i));
        case "--append" -> append = true;
        default -> throw new IllegalArgumentException("Unknown option " + arguments.get(i));
      }
    }
    return new EncoderOptions(only, seconds, atOnce, append);
  }

  private static String value(List<String> arguments, int at) {
    if (at >= arguments.size()) {
      throw new IllegalArgumentException("A value is missing after " + arguments.getLast());
    }
    return arguments.get(at);
  }

  /** What is to be run, in order. */
  List<Cell> cells(List<Encoder> encoders) {
    return Cell.all(encoders).stream()
        .filter(cell -> only.isEmpty() || only.stream().anyMatch(cell::isMeantBy))
        .toList();
  }
}
