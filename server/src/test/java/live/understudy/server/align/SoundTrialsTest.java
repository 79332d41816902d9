package live.understudy.server.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundAnswer.Match;
import live.understudy.failover.align.SoundAnswer.Refusal;
import live.understudy.failover.align.SoundWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many pairs of real encodes with random skew, drift, rates and codecs. What was measured is
 * written to {@code target/sound-trials.txt}.
 */
@Tag("soak")
class SoundTrialsTest {
  private static final int TRIALS = 50;
  private static final int SECONDS = 26;
  private static final double FROM_S = 6;
  private static final double WINDOW_S = 12.1;
  private static final StringBuilder REPORT = new StringBuilder();
  private static SoundService service;

  @BeforeAll
  static void start() {
    service =
        new SoundService(
            SoundLimits.DEFAULTS.with(256, 60_000), Path.of("target", "javacpp").toAbsolutePath());
  }

  @AfterAll
  static void end() throws Exception {
    double perWindowMs = service.processorNs() / 1e6 / service.answered();
    report("processor time per window %.0f ms, windows %d", perWindowMs, service.answered());
    Path status = Path.of("/proc/" + service.workerPid() + "/status");
    if (Files.isReadable(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> report("resident memory at most %s", line));
    }
    Files.writeString(Path.of("target", "sound-trials.txt"), REPORT);
    service.close();
  }

  private static void report(String format, Object... values) {
    REPORT.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static SoundAnswer ask(EncodedSound primary, EncodedSound backup) throws Exception {
    CompletableFuture<SoundAnswer> answered = new CompletableFuture<>();
    SoundWindow window = new SoundWindow(primary.coded(), backup.coded(), 0);
    assertTrue(service.offer(window, answered::complete));
    return answered.get(90, TimeUnit.SECONDS);
  }

  private static EncodedSound encode(
      float[] scene, double fromS, int rate, double ppm, boolean opus, int kbps) throws Exception {
    float[] taken = EncodedSound.taken(scene, fromS, WINDOW_S, rate, ppm);
    String codec = opus ? "libopus" : "aac";
    int priming = opus ? 312 : 1024;
    return EncodedSound.encode(taken, rate, priming, "-ac", "2", "-c:a", codec, "-b:a", kbps + "k");
  }

  @Test
  void compare_fiftyPairsOfEncodes_errorBelowTwoMilliseconds() throws Exception {
    Random random = new Random(20261127);
    double worstMs = 0;
    double sumMs = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double skewS = random.nextDouble(-5, 5);
      double ppm = random.nextDouble(-100, 100);
      int rate = random.nextBoolean() ? 48_000 : 44_100;
      boolean opus = rate == 48_000 && random.nextInt(3) == 0;
      float[] scene = EncodedSound.scene(1000 + trial, SECONDS);
      EncodedSound primary = encode(scene, FROM_S, 48_000, 0, false, 48 + random.nextInt(150));
      EncodedSound backup =
          encode(scene, FROM_S + skewS, rate, ppm, opus, 48 + random.nextInt(150));
      Match match = assertInstanceOf(Match.class, ask(primary, backup), "trial " + trial);
      double sinceNs = match.atPrimaryNs() - primary.contentNs();
      double backupNs = backup.contentNs() + (sinceNs - skewS * 1e9) * (1 + ppm * 1e-6);
      double wantedNs = match.atPrimaryNs() - backupNs;
      double errorMs = Math.abs(match.primaryMinusBackupNs() - wantedNs) / 1e6;
      assertEquals(0, errorMs, 2, "trial " + trial);
      worstMs = Math.max(worstMs, errorMs);
      sumMs += errorMs;
    }
    report("%d pairs: error on average %.3f ms, at worst %.3f ms", TRIALS, sumMs / TRIALS, worstMs);
  }

  @Test
  void compare_fiftyPairsThatHaveNothingToTell_neverAMatch() throws Exception {
    Random random = new Random(4711);
    for (int trial = 0; trial < TRIALS; trial++) {
      float[] one = EncodedSound.scene(5000 + trial, SECONDS);
      float[] other =
          switch (trial % 3) {
            case 0 -> EncodedSound.scene(9000 + trial, SECONDS);
            case 1 -> new float[one.length];
            default -> loop(one, 0.3 + 0.05 * trial);
          };
      EncodedSound primary = encode(trial % 3 == 2 ? other : one, FROM_S, 48_000, 0, false, 128);
      double skewS = random.nextDouble(-5, 5);
      EncodedSound backup = encode(other, FROM_S + skewS, 44_100, 0, false, 96);
      assertInstanceOf(Refusal.class, ask(primary, backup), "trial " + trial);
    }
    report("%d pairs of silence, loops and different sounds: 0 matches", TRIALS);
  }

  private static float[] loop(float[] sound, double seconds) {
    int period = (int) (seconds * 48_000);
    float[] out = new float[sound.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = sound[i % period];
    }
    return out;
  }
}
