package live.understudy.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux knows about a process (proc(5)). */
final class ProcFs {
  /** {@code USER_HZ}, in which {@code /proc/PID/stat} counts on every architecture of Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME_AFTER_NAME = 11;

  private ProcFs() {}

  /** User and system time of all threads of the processes, seconds. */
  static double cpuSeconds(List<Long> pids) throws IOException {
    double seconds = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name stands in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks =
          Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
      seconds += ticks / TICKS_PER_SECOND;
    }
    return seconds;
  }

  /** Resident memory, bytes. */
  static long residentBytes(long pid) throws IOException {
    return 1024 * number(Path.of("/proc/" + pid + "/status"), "VmRSS:");
  }

  /** The most resident memory so far, bytes. */
  static long peakResidentBytes(long pid) throws IOException {
    return 1024 * number(Path.of("/proc/" + pid + "/status"), "VmHWM:");
  }

  /** How many files and sockets this process may open; the hard limit, which the JVM takes. */
  static long maxOpenFiles() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String hard = line.strip().split("\\s+")[4];
        return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
      }
    }
    throw new IOException("no limit of open files is known");
  }

  private static long number(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replaceAll("\\D", ""));
      }
    }
    throw new IOException(file + " has no " + key);
  }
}
