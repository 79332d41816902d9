package live.understudy.failover.sim.fault;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.failover.sim.fault.Schedule.Kind;

/** Runs schedules by the million, in threads; prints progress, a summary and what failed. */
public final class Simulate {

  private static final int MOST_KINDS_SHOWN = 40;
  private static final long PROGRESS_NS = 10_000_000_000L;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final AtomicLong next;
  private final long end;
  private final List<Kind> kinds;
  private final boolean stops;
  private final int partMs;
  private final int shown;
  private final String latency;
  private final Set<Long> skipped;
  private final AtomicLong simulatedMs = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicInteger failed = new AtomicInteger();
  private final Map<String, AtomicInteger> broken = new TreeMap<>();
  private final long sinceNs = System.nanoTime();
  private long lastProgressNs = sinceNs;

  private Simulate(Map<String, String> options, List<Kind> kinds) {
    this.stops = options.containsKey("--stop");
    this.skipped = skipped(options);
    long first = number(options, "--first", 1);
    this.next = new AtomicLong(first);
    this.end = first + number(options, "--seeds", 1000);
    this.kinds = kinds;
    this.partMs = Math.toIntExact(number(options, "--parts", Schedules.USUAL_PART_MS));
    this.shown = Math.toIntExact(number(options, "--show", 3));
    this.latency = options.getOrDefault("--latency", "any");
  }

  /**
   * {@code --seeds n --first n --threads n --kind NAME --parts ms --latency low --skip n,n --show n
   * --stop yes}: of one kind, with parts of another length, of low latency only or {@code classic};
   * to show so many of each failure, to stop at the first one.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    List<Kind> kinds =
        options.containsKey("--kind")
            ? List.of(Kind.valueOf(options.get("--kind")))
            : List.of(Kind.values());
    int threads = Math.toIntExact(number(options, "--threads", 0));
    threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    Simulate simulate = new Simulate(options, kinds);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(Thread.ofPlatform().start(simulate::work));
    }
    for (Thread thread : running) {
      thread.join();
    }
    simulate.summary(threads);
    System.exit(simulate.failed.get() == 0 ? 0 : 1);
  }

  private static long number(Map<String, String> options, String name, long usual) {
    return Long.parseLong(options.getOrDefault(name, Long.toString(usual)));
  }

  private static Set<Long> skipped(Map<String, String> options) {
    Set<Long> seeds = new HashSet<>();
    for (String seed : options.getOrDefault("--skip", "").split(",", -1)) {
      if (!seed.isEmpty()) {
        seeds.add(Long.parseLong(seed));
      }
    }
    return seeds;
  }

  /** Which kind a seed has: each in its turn. */
  static Kind kindOf(long seed, List<Kind> kinds) {
    return kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
  }

  private void work() {
    while (true) {
      long seed = next.getAndIncrement();
      if (seed >= end || (stops && failed.get() > 0)) {
        return;
      }
      if (skipped.contains(seed)) {
        continue;
      }
      Schedule schedule = Schedules.of(kindOf(seed, kinds), seed).withParts(partMs);
      if (latency.equals(schedule.lowLatency() ? "classic" : "low")) {
        continue;
      }
      try {
        Verdict.of(schedule);
      } catch (RuntimeException | Error e) {
        // A thread that died would leave its seeds out, and nobody would hear of it.
        fail(schedule, e);
      }
      simulatedMs.addAndGet(schedule.endMs());
      done.incrementAndGet();
      progress();
    }
  }

  private synchronized void fail(Schedule schedule, Throwable e) {
    String what = schedule.kind() + (schedule.lowLatency() ? " low latency: " : " classic: ");
    String place = e instanceof BrokenPromise ? "" : " at " + e.getStackTrace()[0];
    String message = String.valueOf(e.getMessage());
    String kind =
        what + message.replaceAll("-?\\d+(\\.\\d+)?", "n").replaceAll("\\[.*", "") + place;
    int times = broken.computeIfAbsent(kind, _ -> new AtomicInteger()).incrementAndGet();
    if (times <= shown && broken.size() <= MOST_KINDS_SHOWN) {
      out.println("seed " + schedule.seed() + " " + what + message + place);
    }
    failed.incrementAndGet();
  }

  private synchronized void progress() {
    long nowNs = System.nanoTime();
    if (nowNs - lastProgressNs > PROGRESS_NS) {
      lastProgressNs = nowNs;
      out.printf(
          "%,d schedules, %.0f a second, %d failed%n",
          done.get(), done.get() * 1e9 / (nowNs - sinceNs), failed.get());
    }
  }

  private void summary(int threads) {
    double seconds = (System.nanoTime() - sinceNs) / 1e9;
    double hours = simulatedMs.get() / 3.6e6;
    broken.forEach((what, times) -> out.println(times + " x " + what));
    out.printf(
        "%,d fault schedules, %,.1f simulated hours in %.1f s with %d threads:"
            + " %.0f schedules and %.2f simulated hours a second; %d broke a promise%n",
        done.get(), hours, seconds, threads, done.get() / seconds, hours / seconds, failed.get());
  }
}
