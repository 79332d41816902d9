package live.understudy.drill;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;

/**
 * What is asked for on the command line.
 *
 * @param only names of drills; empty for all
 * @param append whether rows of earlier runs stay
 */
record DrillOptions(
    Set<String> only,
    Set<Mode> modes,
    Set<Encodes> encodes,
    Set<Viewer> viewers,
    boolean quick,
    boolean append) {

  /** Reads {@code --only a,b --mode low --encodes unlike --viewer hlsjs,page --quick --append}. */
  static DrillOptions read(List<String> arguments) {
    Set<String> only = Set.of();
    Set<Mode> modes = EnumSet.allOf(Mode.class);
    Set<Encodes> encodes = EnumSet.allOf(Encodes.class);
    Set<Viewer> viewers = EnumSet.of(Viewer.HLSJS, Viewer.SHAKA);
    boolean quick = false;
    boolean append = false;
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--quick" -> quick = true;
        case "--append" -> append = true;
        case "--only" -> only = Set.of(value(arguments, ++i).split(","));
        case "--mode" -> modes = parse(Mode.class, value(arguments, ++i));
        case "--encodes" -> encodes = parse(Encodes.class, value(arguments, ++i));
        case "--viewer" -> viewers = parse(Viewer.class, value(arguments, ++i));
        default -> throw new IllegalArgumentException("Unknown option " + option);
      }
    }
    return new DrillOptions(only, modes, encodes, viewers, quick, append);
  }

  private static String value(List<String> arguments, int at) {
    if (at >= arguments.size()) {
      throw new IllegalArgumentException("A value is missing after " + arguments.getLast());
    }
    return arguments.get(at);
  }

  private static <E extends Enum<E>> Set<E> parse(Class<E> type, String words) {
    Set<E> values = EnumSet.noneOf(type);
    for (String word : words.split(",")) {
      values.add(Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
    }
    return values;
  }

  /** What is to be run, in order. */
  List<DrillCase> cases(List<Drill> drills) {
    List<DrillCase> cases = new ArrayList<>();
    for (Drill drill : drills) {
      boolean asked = only.isEmpty() ? !quick || drill.quick() : only.contains(drill.id());
      for (Mode mode : modes) {
        for (Encodes each : encodes) {
          boolean telling = !quick || isTelling(drill, mode, each);
          if (asked && telling && drill.encodes().contains(each)) {
            cases.add(new DrillCase(drill, mode, each));
          }
        }
      }
    }
    return cases;
  }

  /** The quick run has each drill once or twice: low latency identical, classic unlike. */
  private static boolean isTelling(Drill drill, Mode mode, Encodes encodes) {
    boolean onlyUnlike = drill.encodes().size() == 1;
    return onlyUnlike ? mode == Mode.CLASSIC : (mode == Mode.LOW) == (encodes == Encodes.IDENTICAL);
  }
}
