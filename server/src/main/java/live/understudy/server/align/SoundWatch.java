package live.understudy.server.align;

import java.util.concurrent.Executor;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramCore;
import live.understudy.failover.align.OffsetMeasurement;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one program's legs compared when it is time. Owned by the program's loop. */
public final class SoundWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SoundWatch.class);
  private static final long SECOND_NS = 1_000_000_000L;

  /** Until the offset is known, or when an answer contradicts it. */
  private static final long SEARCH_EVERY_NS = 3 * SECOND_NS;

  /** After so many questions without a usable answer there is no hurry. */
  private static final int PATIENT_AFTER = 20;

  private static final long PATIENT_EVERY_NS = 10 * SECOND_NS;

  /** Whether there is enough to compare is not asked at each tick. */
  private static final long LOOK_EVERY_NS = SECOND_NS / 5;

  /** Less sound than this of either leg is not worth a question. */
  private static final long SHORTEST_NS = 5 * SECOND_NS;

  private final ProgramId id;
  private final Executor loop;
  private final SoundSettings settings;
  private long nextNs;
  private boolean begun;
  private boolean asked;
  private int fruitless;
  private boolean locked;

  public SoundWatch(ProgramId id, Executor loop, SoundSettings settings) {
    this.id = id;
    this.loop = loop;
    this.settings = settings;
  }

  /** Lets time pass; {@code core} is the program's engine. */
  public void tick(ProgramCore core, long nowNs) {
    report(core);
    if (asked || (begun && nowNs - nextNs < 0)) {
      return;
    }
    begun = true;
    nextNs = nowNs + LOOK_EVERY_NS;
    SoundWindow window = core.soundWindow();
    if (window == null
        || window.primary().durationNs() < SHORTEST_NS
        || window.backup().durationNs() < SHORTEST_NS) {
      return;
    }
    asked =
        settings
            .comparer()
            .offer(window, answer -> loop.execute(() -> answered(core, window, answer, nowNs)));
    nextNs = nowNs + SEARCH_EVERY_NS;
  }

  private void answered(
      ProgramCore core, SoundWindow window, @Nullable SoundAnswer answer, long askedNs) {
    asked = false;
    boolean fits = false;
    switch (answer) {
      case null -> {}
      case SoundAnswer.Match match ->
          fits =
              core.soundMeasured(
                  new OffsetMeasurement(
                      window.primary().session(),
                      window.backup().session(),
                      match.primaryMinusBackupNs(),
                      match.confidence(),
                      match.atPrimaryNs()));
      case SoundAnswer.Refusal refusal -> {
        LOG.debug("sound not compared: program={} reason={}", id, refusal.reason());
        if (refusal.reason() == SoundAnswer.Reason.UNLIKE) {
          core.soundFailed();
        }
      }
    }
    boolean contradicted = answer instanceof SoundAnswer.Match && !fits;
    fruitless = answer instanceof SoundAnswer.Match ? 0 : fruitless + 1;
    boolean known = core.view().alignment() == Alignment.SOUND;
    long everyNs = fruitless > PATIENT_AFTER ? PATIENT_EVERY_NS : SEARCH_EVERY_NS;
    nextNs = askedNs + (known && !contradicted ? settings.trackEveryNs() : everyNs);
    report(core);
  }

  private void report(ProgramCore core) {
    boolean now = core.isSoundLocked();
    if (now == locked) {
      return;
    }
    locked = now;
    if (now) {
      LOG.info(
          "legs aligned by their sound: program={} backupBehindMs={} confidence={}",
          id,
          core.view().backupBehindMs(),
          core.view().confidence());
    } else {
      LOG.info("legs no longer aligned by their sound: program={}", id);
    }
  }
}
