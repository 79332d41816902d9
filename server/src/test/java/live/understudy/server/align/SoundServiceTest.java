package live.understudy.server.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundAnswer.Match;
import live.understudy.failover.align.SoundAnswer.Reason;
import live.understudy.failover.align.SoundAnswer.Refusal;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.ByteSlice;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real child with real encodes, and children that misbehave. */
@Timeout(600)
class SoundServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Path LIBRARIES = Path.of("target", "javacpp").toAbsolutePath();
  private static final SoundLimits LIMITS = SoundLimits.DEFAULTS.with(256, 120_000);
  private static final int AAC_PRIMING = 1024;
  private static final int OPUS_PRIMING = 312;

  private static SoundLimits impatient() {
    return new SoundLimits(256, 1_000, 500, 4, 60_000, 50, 400);
  }

  private static List<String> fake(String how) {
    List<String> command =
        new ArrayList<>(
            WorkerCommand.of(FakeWorker.class.getName(), SoundLimits.DEFAULTS, LIBRARIES));
    command.add(how);
    return command;
  }

  /** What the service answers; empty when it has no answer. */
  private static Optional<SoundAnswer> ask(SoundService service, SoundWindow window)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Optional<SoundAnswer>> answered = new CompletableFuture<>();
    assertTrue(service.offer(window, answer -> answered.complete(Optional.ofNullable(answer))));
    return answered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static SoundWindow window(EncodedSound primary, EncodedSound backup) {
    return new SoundWindow(primary.coded(), backup.coded(), 0);
  }

  private static EncodedSound aac(float[] scene, double fromS, int rate, int kbps)
      throws Exception {
    float[] taken = EncodedSound.taken(scene, fromS, 11, rate, 0);
    return EncodedSound.encode(taken, rate, AAC_PRIMING, "-c:a", "aac", "-b:a", kbps + "k");
  }

  /** The error in milliseconds for legs of which the second one began {@code skewS} later. */
  private static double errorMs(
      Optional<SoundAnswer> answer, EncodedSound primary, EncodedSound backup, double skewS) {
    Match match = assertInstanceOf(Match.class, answer.orElseThrow());
    double wantedNs = primary.contentNs() - backup.contentNs() + skewS * 1e9;
    return (match.primaryMinusBackupNs() - wantedNs) / 1e6;
  }

  @Test
  void offer_realEncodesOfOneSound_offsetBelowTwoMilliseconds() throws Exception {
    float[] scene = EncodedSound.scene(1, 24);
    EncodedSound reference = aac(scene, 5, 48_000, 128);
    EncodedSound lowRate = aac(scene, 7.125, 44_100, 48);
    float[] earlier = EncodedSound.taken(scene, 2.5, 11, 48_000, 0);
    EncodedSound opus =
        EncodedSound.encode(earlier, 48_000, OPUS_PRIMING, "-c:a", "libopus", "-b:a", "48k");
    EncodedSound ac3 = EncodedSound.encode(earlier, 48_000, 256, "-c:a", "ac3", "-b:a", "96k");
    EncodedSound eac3 = EncodedSound.encode(earlier, 48_000, 256, "-c:a", "eac3", "-b:a", "96k");
    try (SoundService service = new SoundService(LIMITS, LIBRARIES)) {
      assertEquals(
          0, errorMs(ask(service, window(reference, lowRate)), reference, lowRate, 2.125), 2);
      for (EncodedSound other : List.of(opus, ac3, eac3)) {
        double error = errorMs(ask(service, window(reference, other)), reference, other, -2.5);
        assertEquals(0, error, 2, other.coded().config().fourCc());
        double back = errorMs(ask(service, window(other, reference)), other, reference, 2.5);
        assertEquals(0, back, 2, other.coded().config().fourCc());
      }
      assertEquals(7, service.answered());
      assertEquals(1, service.starts(), "one child for all");
    }
  }

  @Test
  void offer_differentSoundsSilenceAndNonsense_refusedAndTheChildLives() throws Exception {
    EncodedSound one = aac(EncodedSound.scene(1, 18), 5, 48_000, 96);
    EncodedSound other = aac(EncodedSound.scene(2, 18), 5, 48_000, 96);
    EncodedSound silence = aac(new float[18 * 48_000], 5, 48_000, 96);
    try (SoundService service = new SoundService(LIMITS, LIBRARIES)) {
      assertEquals(new Refusal(Reason.UNLIKE), ask(service, window(one, other)).orElseThrow());
      assertEquals(new Refusal(Reason.SILENT), ask(service, window(one, silence)).orElseThrow());
      SoundWindow nonsense = new SoundWindow(one.coded(), SoundWireTest.sound(300, 100), 0);
      assertInstanceOf(Refusal.class, ask(service, nonsense).orElseThrow());
      SoundWindow misnamed = new SoundWindow(one.coded(), renamed(one, "Opus"), 0);
      assertEquals(new Refusal(Reason.UNDECODABLE), ask(service, misnamed).orElseThrow());
      SoundWindow unknown = new SoundWindow(one.coded(), renamed(one, "fLaC"), 0);
      assertEquals(new Refusal(Reason.UNDECODABLE), ask(service, unknown).orElseThrow());
      assertInstanceOf(Match.class, ask(service, window(one, one)).orElseThrow());
      assertEquals(1, service.starts());
    }
  }

  private static live.understudy.failover.align.CodedSound renamed(
      EncodedSound sound, String fourCc) {
    live.understudy.media.AudioConfig config = sound.coded().config();
    return new live.understudy.failover.align.CodedSound(
        1,
        new live.understudy.media.AudioConfig(
            fourCc, ByteSlice.of(new byte[2]), "", config.sampleRate(), 1, 960),
        sound.coded().units());
  }

  @Test
  void kill_ofTheChild_anotherOneAnswers() throws Exception {
    EncodedSound one = aac(EncodedSound.scene(1, 18), 5, 48_000, 96);
    SoundLimits limits = new SoundLimits(256, 120_000, 0, 4, 60_000, 50, 400);
    try (SoundService service = new SoundService(limits, LIBRARIES)) {
      assertTrue(ask(service, window(one, one)).isPresent());
      long pid = requirePid(service);
      assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
      Await.until(PATIENCE, "another child", () -> ask(service, window(one, one)).isPresent());
      assertNotEquals(pid, requirePid(service));
      assertEquals(2, service.starts());
    }
  }

  private static long requirePid(SoundService service) {
    Long pid = service.workerPid();
    assertNotNull(pid);
    return pid;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "die", "garbage", "chatter"})
  void offer_childMisbehaves_noAnswerAndItIsGone(String how) throws Exception {
    try (SoundService service = new SoundService(impatient(), fake(how))) {
      assertEquals(Optional.empty(), ask(service, SoundWireTest.window()));
      Await.until(PATIENCE, "its end", () -> service.workerPid() == null);
      Await.until(
          PATIENCE,
          "a second attempt",
          () -> {
            assertEquals(Optional.empty(), ask(service, SoundWireTest.window()));
            return service.starts() >= 2;
          });
      assertEquals(0, service.answered());
    }
  }

  @Test
  void start_childWantsAllMemory_itEndsBeforeItHasIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "limits need prlimit");
    try (WorkerProcess child = WorkerProcess.start(fake("hog"))) {
      Await.until(PATIENCE, "its end", () -> !child.isAlive());
      Await.until(PATIENCE, "its last words", () -> child.lines().toString().contains("emory"));
      String said = String.join(" ", child.lines());
      assertFalse(said.contains("nothing stopped me"), said);
    }
  }

  @Test
  void offer_childDies_restsBeforeTheNextStart() throws Exception {
    SoundLimits limits = new SoundLimits(256, 120_000, 0, 4, 60_000, 900_000, 900_000);
    try (SoundService service = new SoundService(limits, fake("die"))) {
      for (int i = 0; i < 5; i++) {
        assertEquals(Optional.empty(), ask(service, SoundWireTest.window()));
      }
      assertEquals(1, service.starts());
    }
  }

  @Test
  void offer_moreThanMayWait_refusedAtOnce() throws Exception {
    SoundLimits limits = new SoundLimits(256, 60_000, 0, 2, 60_000, 50, 400);
    try (SoundService service = new SoundService(limits, fake("hang"))) {
      int taken = 0;
      for (int i = 0; i < 10; i++) {
        taken += service.offer(SoundWireTest.window(), answer -> {}) ? 1 : 0;
      }
      assertTrue(taken >= 2 && taken <= 3, taken + " were taken");
    }
  }

  @Test
  void idle_forLong_childIsEndedAndStartedAgain() throws Exception {
    EncodedSound one = aac(EncodedSound.scene(1, 18), 5, 48_000, 96);
    SoundLimits limits = new SoundLimits(256, 120_000, 0, 4, 300, 50, 400);
    try (SoundService service = new SoundService(limits, LIBRARIES)) {
      assertTrue(ask(service, window(one, one)).isPresent());
      Await.until(PATIENCE, "the child's end", () -> service.workerPid() == null);
      assertTrue(ask(service, window(one, one)).isPresent());
      assertEquals(2, service.starts());
    }
  }

  @Test
  void close_childRuns_itEnds() throws Exception {
    EncodedSound one = aac(EncodedSound.scene(1, 18), 5, 48_000, 96);
    SoundService service = new SoundService(LIMITS, LIBRARIES);
    assertTrue(ask(service, window(one, one)).isPresent());
    ProcessHandle child = ProcessHandle.of(requirePid(service)).orElseThrow();
    service.close();
    child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertNull(service.workerPid());
    assertFalse(service.offer(window(one, one), answer -> {}));
  }
}
