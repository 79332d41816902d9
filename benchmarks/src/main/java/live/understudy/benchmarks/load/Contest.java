package live.understudy.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One load on both servers by turns, so that the machine's drift meets both. */
final class Contest {
  private static final double REQUESTS = 100_000;
  private static final double GIGABYTE = 1e9;

  private final List<Turn> ours = new ArrayList<>();
  private final List<Turn> theirs = new ArrayList<>();

  /** One run of a load generator, and what the server worked meanwhile. */
  record Turn(LoadGenerator.Result result, double cpuSeconds) {
    double requestsPerSecond() {
      return result.requests() / result.seconds();
    }

    double gigabitsPerSecond() {
      return 8 * result.bytes() / GIGABYTE / result.seconds();
    }

    double cpuPerRequests() {
      return cpuSeconds / result.requests() * REQUESTS;
    }

    double cpuPerGigabyte() {
      return cpuSeconds / result.bytes() * GIGABYTE;
    }

    double busyPercent() {
      return 100 * cpuSeconds / result.seconds();
    }
  }

  /** One load generator's run against a URL. */
  @FunctionalInterface
  interface Load {
    LoadGenerator.Result run(String url) throws Exception;
  }

  /** What is asked for in the next turns, as both servers name it. */
  @FunctionalInterface
  interface Paths {
    String next() throws Exception;
  }

  static Table table() {
    return new Table(
        "Load",
        "server",
        "requests/s",
        "Gbit/s",
        "CPU s per 100,000 requests",
        "CPU s per GB",
        "core busy %",
        "failures");
  }

  /** A turn of each; the order changes from round to round. */
  void play(int rounds, Load load, Paths paths, Side understudy, Side nginx) throws Exception {
    for (int round = 0; round < rounds; round++) {
      boolean weBegin = round % 2 == 0;
      if (weBegin) {
        ours.add(turn(load, paths, understudy));
      }
      theirs.add(turn(load, paths, nginx));
      if (!weBegin) {
        ours.add(turn(load, paths, understudy));
      }
    }
  }

  /** A server: where it is, and its processes. */
  record Side(String base, List<Long> pids) {}

  private static Turn turn(Load load, Paths paths, Side side) throws Exception {
    String url = side.base() + paths.next();
    double before = ProcFs.cpuSeconds(side.pids());
    LoadGenerator.Result result = load.run(url);
    return new Turn(result, ProcFs.cpuSeconds(side.pids()) - before);
  }

  /** Three rows: the medians of each server, and ours divided by nginx's. */
  void report(String name, Table table) {
    table.row(row(name, "Understudy", ours));
    table.row(row(name, "nginx", theirs));
    table.row(
        name,
        "ratio",
        ratio(Turn::requestsPerSecond),
        ratio(Turn::gigabitsPerSecond),
        ratio(Turn::cpuPerRequests),
        ratio(Turn::cpuPerGigabyte),
        "",
        "");
  }

  private static String[] row(String name, String server, List<Turn> turns) {
    long failures = turns.stream().mapToLong(turn -> turn.result().failures()).sum();
    return new String[] {
      name,
      server,
      String.format(Locale.ROOT, "%,.0f", median(turns, Turn::requestsPerSecond)),
      String.format(Locale.ROOT, "%.2f", median(turns, Turn::gigabitsPerSecond)),
      String.format(Locale.ROOT, "%.2f", median(turns, Turn::cpuPerRequests)),
      String.format(Locale.ROOT, "%.3f", median(turns, Turn::cpuPerGigabyte)),
      String.format(Locale.ROOT, "%.0f", median(turns, Turn::busyPercent)),
      Long.toString(failures)
    };
  }

  private String ratio(ToDoubleFunction<Turn> figure) {
    return String.format(Locale.ROOT, "%.2f", median(ours, figure) / median(theirs, figure));
  }

  private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    double[] sorted = turns.stream().mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
