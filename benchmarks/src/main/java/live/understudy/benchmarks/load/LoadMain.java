package live.understudy.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code part-latency}, {@code parked}, {@code delivery}, {@code ingest}: see {@code
 * docs/BENCHMARKS.md}.
 */
public final class LoadMain {
  private LoadMain() {}

  /**
   * Runs one of the drivers and prints its table.
   *
   * @param arguments the project's folder, the driver's name, its options
   */
  public static void main(String[] arguments) {
    try {
      run(arguments);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("the project's folder, a driver's name, options");
    }
    Path home = Path.of(arguments[0]).toAbsolutePath();
    String driver = arguments[1];
    List<String> rest = Arrays.asList(arguments).subList(2, arguments.length);
    System.err.println(machine());
    switch (driver) {
      case "part-latency" -> {
        Options options = Options.parse(rest, PartLatency.DEFAULTS);
        print(driver, options, new PartLatency(home, options).run());
      }
      case "parked" -> {
        Options options = Options.parse(rest, ParkedRequests.DEFAULTS);
        print(driver, options, new ParkedRequests(home, options).run());
      }
      case "delivery" -> {
        Options options = Options.parse(rest, Delivery.DEFAULTS);
        print(driver, options, new Delivery(home, options).run());
      }
      case "ingest" -> {
        Options options = Options.parse(rest, IngestLoad.DEFAULTS);
        print(driver, options, new IngestLoad(home, options).run());
      }
      default -> throw new IllegalArgumentException("no driver is called " + driver);
    }
  }

  private static void print(String driver, Options options, Table... tables) throws Exception {
    System.out.println();
    for (Table table : tables) {
      System.out.println(table);
    }
    System.out.println(machine());
    System.out.println("    bin/benchmarks " + driver + options.commandLine());
  }

  private static String machine() throws Exception {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    return String.join(
        ", ",
        Runtime.getRuntime().availableProcessors() + " cores of " + model,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "Java " + System.getProperty("java.vm.version"),
        "load " + load);
  }
}
