package live.understudy.benchmarks.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of a command line: {@code --name value} pairs over defaults. */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /** Throws {@link IllegalArgumentException} on a name that is not among the defaults. */
  static Options parse(List<String> arguments, Map<String, String> defaults) {
    Map<String, String> values = new LinkedHashMap<>(defaults);
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.startsWith("--") || !defaults.containsKey(name.substring(2))) {
        throw new IllegalArgumentException("unknown option " + name + "; known: " + defaults);
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      values.put(name.substring(2), arguments.get(i + 1));
    }
    return new Options(values);
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no option --" + name);
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** Numbers separated by commas. */
  List<Integer> numbers(String name) {
    return texts(name).stream().map(Integer::valueOf).toList();
  }

  /** Words separated by commas. */
  List<String> texts(String name) {
    return Arrays.stream(text(name).split(",", -1)).map(String::strip).toList();
  }

  /** The options that repeat this run. */
  String commandLine() {
    StringBuilder line = new StringBuilder();
    values.forEach((name, value) -> line.append(" --").append(name).append(' ').append(value));
    return line.toString();
  }
}
