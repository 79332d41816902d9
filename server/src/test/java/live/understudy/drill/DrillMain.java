package live.understudy.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.drill.DrillCase.Viewer;
import org.jspecify.annotations.Nullable;

/** Runs drills one after the other and writes the page after each. */
public final class DrillMain {
  private static final Path PAGE = Path.of("..", "docs", "DRILLS.md");
  private static final Path REPORTS = Path.of("target", "drills");

  private static final int ATTEMPTS = 2;

  private final DrillOptions options;
  private final Table table = new Table();
  private final String command;
  private @Nullable Rig rig;
  private int failures;

  private DrillMain(DrillOptions options, String command) {
    this.options = options;
    this.command = command;
  }

  /** Takes the options of {@code bin/drills}; the working folder is that of the server module. */
  public static void main(String[] arguments) throws Exception {
    DrillOptions options = DrillOptions.read(List.of(arguments));
    DrillMain main = new DrillMain(options, "bin/drills " + String.join(" ", arguments));
    main.run();
    // Threads of a player's pipe or of a client may be alive.
    System.exit(main.failures == 0 ? 0 : 1);
  }

  private void run() throws Exception {
    Files.createDirectories(REPORTS);
    if (options.append() && Files.exists(PAGE)) {
      table.readFrom(Files.readString(PAGE));
    }
    List<DrillCase> cases = options.cases(Drills.ALL);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("No such drill");
    }
    int number = 0;
    for (DrillCase each : cases) {
      long sinceNs = System.nanoTime();
      System.out.printf("%d/%d %s%n", ++number, cases.size(), each);
      String event = "d" + number + "-" + each.drill().id() + "-";
      for (int attempt = 1; attempt <= ATTEMPTS && !attempt(each, event + attempt); attempt++) {
        failures += attempt == ATTEMPTS ? 1 : 0;
      }
      System.out.printf("    %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNs));
      writePage();
    }
    closeRig();
    System.out.println("Written: docs/DRILLS.md; details: server/target/drills");
  }

  /** A drill that can't be played is no result; a machine that was busy gets another chance. */
  private boolean attempt(DrillCase each, String event) throws Exception {
    try {
      List<Row> rows = play(each, event);
      rows.forEach(table::add);
      rows.forEach(row ->
          System.out.printf(
              "    %-5s %s; %s, found after %s ms, next %s ms%n",
              DrillCase.lower(row.viewer()),
              Table.verdict(row),
              row.program().joints(),
              row.program().foundMs(),
              row.program().nextMs()));
      return true;
    } catch (Exception | AssertionError e) {
      System.out.println("    failed: " + e);
      options.viewers().forEach(viewer -> table.failed(each, viewer, String.valueOf(e)));
      closeRigIfIll();
      return false;
    }
  }

  private List<Row> play(DrillCase each, String event) throws Exception {
    Rig on = rig;
    if (on == null) {
      on = Rig.start(REPORTS);
      rig = on;
    }
    return play(on, each, event, options.viewers());
  }

  /** Plays one drill; returns a row for each viewer. */
  static List<Row> play(Rig rig, DrillCase each, String event, java.util.Set<Viewer> viewers)
      throws Exception {
    rig.newLogLines();
    try (Scene scene = Scene.set(rig, each, event)) {
      scene.begin();
      scene.goLive();
      try (Watching watching = Watching.begin(scene, viewers)) {
        watching.awaitSettled();
        scene.beginWithPrimary();
        each.drill().act().play(scene);
        watching.awaitPlayedOn();
        return watching.measure(Files.createDirectories(REPORTS).resolve(each.id() + ".txt"));
      }
    }
  }

  private void closeRigIfIll() throws IOException, InterruptedException {
    Rig on = rig;
    if (on != null && !on.isHealthy()) {
      System.out.println("    the server is ill and is started anew");
      closeRig();
    }
  }

  private void closeRig() throws IOException, InterruptedException {
    Rig on = rig;
    rig = null;
    if (on != null) {
      on.close();
    }
  }

  private void writePage() throws IOException {
    String circumstances =
        "Last run: `%s`, %s, %d cores, Java %s."
            .formatted(
                command.strip(),
                LocalDateTime.now(java.time.ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES)
                    + " UTC",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature());
    Files.writeString(PAGE, Page.of(table, circumstances, Drills.ALL));
  }
}
