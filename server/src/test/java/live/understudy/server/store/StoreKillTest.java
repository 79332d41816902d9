package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.understudy.hls.MediaName;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.store.Recovered;
import live.understudy.server.http.ByteSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed, again and again on one recording. */
class StoreKillTest {

  private static final int ROUNDS = 12;
  private static final TestMedia MEDIA = KilledRecorder.MEDIA;

  @TempDir Path data;

  /** What the process said it had stored: a segment, and how many of its parts. */
  private record Told(long msn, int parts) {}

  @Test
  void kill_atAnyMoment_allThatWasToldIsThereAndNothingElse() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Told last = recordAndKill(1 + random.nextInt(400));
      String context = "seed " + seed + " round " + round + " " + last;
      try (SegmentStore store = SegmentStore.open(data, StoreBench.SMALL)) {
        Recording recording = store.recording(StoreBench.PROGRAM);
        Recovered recovered = Objects.requireNonNull(recording.recovered());
        assertTrue(recovered.certain(), context);
        assertTrue(last.msn() >= before, context);
        assertTrue(recovered.nextMsn() > last.msn(), context);
        assertEveryByte(recording, recovered, context);
        SegmentInfo newest = recovered.segments().get((int) last.msn());
        assertTrue(newest.sizeBytes() >= MEDIA.bytes(last.msn(), last.parts()).length, context);
        before = recovered.nextMsn();
      }
    }
    assertTrue(before > ROUNDS, "only " + before + " segments in all");
  }

  private Told recordAndKill(int afterMs) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRecorder.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Told told = told(Objects.requireNonNull(out.readLine(), "it died by itself"));
      Thread killer =
          Thread.ofVirtual()
              .start(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(afterMs));
                // Unlike the process's own method this leaves its output readable.
                process.toHandle().destroyForcibly();
              });
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!isWhole(line)) {
          break;
        }
        told = told(line);
      }
      killer.join();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return told;
    } finally {
      process.destroyForcibly();
    }
  }

  /** The last line may have been cut by the kill, but never to another valid one: see its end. */
  private static boolean isWhole(String line) {
    return line.endsWith(" all") || line.matches("\\d+ \\d");
  }

  private static Told told(String line) {
    assertFalse(line.startsWith("failed"), line);
    String[] words = line.split(" ", 2);
    return new Told(
        Long.parseLong(words[0]),
        words[1].equals("all") ? MEDIA.partsPerSegment() : Integer.parseInt(words[1]));
  }

  private static void assertEveryByte(Recording recording, Recovered recovered, String context)
      throws IOException {
    List<SegmentInfo> segments = recovered.segments();
    assertEquals(recovered.nextMsn(), segments.size(), context);
    for (int i = 0; i < segments.size(); i++) {
      SegmentInfo segment = segments.get(i);
      assertEquals(i, segment.msn(), context);
      int parts = (int) (segment.durationUs() / 500_000);
      ByteSource found = recording.find(new MediaName.OfSegment(i));
      byte[] read = TestMedia.read(Objects.requireNonNull(found, context));
      assertArrayEquals(MEDIA.bytes(i, parts), read, context);
      byte[] init =
          TestMedia.read(
              Objects.requireNonNull(
                  recording.find(new MediaName.OfInit(segment.initNumber())), context));
      assertTrue(Arrays.equals(MEDIA.init(segment.initNumber()).bytes(), init), context);
    }
  }
}
