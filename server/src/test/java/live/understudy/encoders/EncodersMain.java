package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import live.understudy.e2e.ServerProcess;
import live.understudy.encoders.Outcome.Verdict;
import live.understudy.server.demo.DemoApi;
import live.understudy.server.demo.FfmpegProgram;

/** Runs the cells and writes the page after each. */
public final class EncodersMain {
  private static final Path PAGE = Path.of("..", "docs", "ENCODERS.md");
  private static final Path WORK = Path.of("target", "encoders");

  /** A machine that was too busy for the encoder gets other chances. */
  private static final int ATTEMPTS = 3;

  private final EncoderOptions options;
  private final String command;
  private final ReentrantLock alone = new ReentrantLock();
  private final AtomicInteger begun = new AtomicInteger();

  private EncodersMain(EncoderOptions options, String command) {
    this.options = options;
    this.command = command;
  }

  /** Takes the options of {@code bin/encoders}; the working folder is that of the server module. */
  public static void main(String[] arguments) throws Exception {
    EncoderOptions options = EncoderOptions.read(List.of(arguments));
    String command = ("bin/encoders " + String.join(" ", arguments)).strip();
    long broken = new EncodersMain(options, command).run();
    System.exit(broken == 0 ? 0 : 1);
  }

  private static List<Encoder> encoders(FfmpegProgram ffmpeg) {
    return List.of(
        new FfmpegEncoder("ffmpeg-installed", true, null),
        new FfmpegEncoder("ffmpeg-8", false, ffmpeg.ffmpeg().toString()),
        new ObsEncoder(),
        new GstreamerEncoder("rtmp2sink"),
        new GstreamerEncoder("rtmpsink"),
        new LibrtmpEncoder(),
        new NginxRelay(),
        new NodeRelay(WORK.resolve("node")));
  }

  private long run() throws Exception {
    Files.createDirectories(WORK);
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    Path scratch = Files.createTempDirectory(WORK.toAbsolutePath(), "run");
    Page page = new Page(Cell.all(encoders(ffmpeg)));
    if (options.append() && Files.exists(PAGE)) {
      page.readFrom(Files.readString(PAGE));
    }
    List<Cell> cells = options.cells(encoders(ffmpeg));
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("No such run");
    }
    Studio studio = new Studio(scratch, ffmpeg);
    ServerProcess server =
        ServerProcess.startWithPlain(Files.createDirectory(scratch.resolve("data")));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end-server"));
    try (DemoApi api = new DemoApi(server.http(), server.token());
        ExecutorService threads = Executors.newFixedThreadPool(options.atOnce())) {
      for (Cell cell : cells) {
        threads.execute(() -> run(new Place(server, api, studio, page, cells.size()), cell));
      }
      threads.shutdown();
      threads.awaitTermination(cells.size() * Run.longestS(), TimeUnit.SECONDS);
    } finally {
      server.kill();
      deleteAll(scratch);
    }
    System.out.println("Written: docs/ENCODERS.md");
    return page.count(Verdict.BROKEN);
  }

  /** What all runs share. */
  private record Place(ServerProcess server, DemoApi api, Studio studio, Page page, int cells) {}

  private void run(Place place, Cell cell) {
    int number = begun.incrementAndGet();
    boolean isAlone = cell.encoder().isAlone();
    if (isAlone) {
      alone.lock();
    }
    try {
      Outcome outcome = attempt(place, cell, "run-" + number);
      for (int more = 1; more < ATTEMPTS && outcome.verdict() == Verdict.BROKEN; more++) {
        String before = outcome.said();
        outcome = attempt(place, cell, "run-" + number + "-" + more).after(before);
      }
      synchronized (place.page) {
        System.out.printf("%d/%d %s%n", number, place.cells, outcome);
        place.page.add(outcome);
        Files.writeString(PAGE, place.page.text(circumstances()));
      }
    } catch (IOException e) {
      System.out.printf("%d/%d %s failed: %s%n", number, place.cells, cell.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (isAlone) {
        alone.unlock();
      }
    }
  }

  private Outcome attempt(Place place, Cell cell, String event)
      throws IOException, InterruptedException {
    return new Run(place.server, place.api, place.studio, cell, event, options.seconds()).run();
  }

  private String circumstances() {
    return "Last run: `%s`, %s UTC, %d cores, Java %s."
        .formatted(
            command,
            LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().feature());
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
