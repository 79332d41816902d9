package live.understudy.server.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import live.understudy.hls.store.Recovered;

/**
 * A process that records as fast as it can until it is killed. It goes on from what it finds, and
 * tells on its standard output what was stored: {@code msn parts} for parts, {@code msn all} for a
 * segment.
 */
final class KilledRecorder {

  static final TestMedia MEDIA = new TestMedia(11, 4, 3_000);
  private static final int IN_FLIGHT = 40;
  private static final long LAST_MSN = 1_000_000;

  private KilledRecorder() {}

  /** The only argument is the data folder. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    StoreConfig config = new StoreConfig(0, 0, 2 << 20, 16 << 20, 64 << 20, 1 << 20, 1 << 20, 100);
    try (SegmentStore store = SegmentStore.open(Path.of(args[0]), config)) {
      Recording recording = store.recording(StoreBench.PROGRAM);
      Recovered recovered = recording.recovered();
      if (recovered == null) {
        recording.begin(TestMedia.SHAPE, TestMedia.ZERO_WALL_MS);
      }
      record(
          recording,
          recovered == null ? 0 : recovered.nextMsn(),
          recovered == null ? 0 : recovered.nextInitNumber(),
          out);
    }
  }

  private static void record(Recording recording, long from, int init, PrintStream out)
      throws InterruptedException {
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    for (long next = from; next < LAST_MSN; next++) {
      long msn = next;
      for (int count = 1; count < MEDIA.partsPerSegment(); count++) {
        int parts = count;
        inFlight.acquire();
        recording.parts(
            MEDIA.open(msn, init, parts), stored -> tell(inFlight, stored, out, msn + " " + parts));
      }
      inFlight.acquire();
      recording.segment(
          MEDIA.segment(msn, init, MEDIA.partsPerSegment()),
          stored -> tell(inFlight, stored, out, msn + " all"));
    }
  }

  private static void tell(Semaphore inFlight, boolean stored, PrintStream out, String what) {
    out.println(stored ? what : "failed " + what);
    inFlight.release();
  }
}
