package live.understudy.server.media;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import live.understudy.api.store.ProgramStateStore;
import live.understudy.api.store.ProgramStateStore.SavedState;
import live.understudy.failover.ProgramResume;
import live.understudy.hls.PackagerResume;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what programs need after a restart, on a thread of its own: the newest state of each wins,
 * and a database that hangs delays nobody.
 */
final class StateKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
  private static final int VERSION = 1;

  /**
   * Segments that a killed process may have published after its last write. Their numbers are left
   * out, because the same MSN never means other bytes.
   */
  private static final int SEGMENTS_AT_RISK = 3;

  private final ProgramStateStore store;
  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();
  private final Map<ProgramId, ProgramResume> pending = new ConcurrentHashMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("state-writer").factory());
  private volatile boolean closed;

  StateKeeper(ProgramStateStore store) {
    this.store = store;
  }

  /** Remembers the newest state, unless closed; returns at once. */
  void save(ProgramId program, ProgramResume resume) {
    if (closed || pending.put(program, resume) != null) {
      return;
    }
    try {
      writer.execute(() -> write(program));
    } catch (RejectedExecutionException e) {
      // Closed in between; what is published after that is covered by SEGMENTS_AT_RISK.
      pending.remove(program);
    }
  }

  private void write(ProgramId program) {
    ProgramResume resume = pending.remove(program);
    if (resume == null) {
      return;
    }
    try {
      store.save(program, new SavedState(VERSION, json.writeValueAsString(resume)));
    } catch (RuntimeException e) {
      LOG.error("state not saved, a restart would skip more: program={}", program, e);
    }
  }

  /** What was saved of a program; null when there is nothing that can be used. Blocks. */
  @Nullable ProgramResume load(ProgramId program) {
    SavedState saved = store.load(program);
    if (saved == null || saved.version() != VERSION) {
      return null;
    }
    try {
      @Nullable ProgramResume resume = json.readValue(saved.state(), ProgramResume.class);
      if (resume == null) {
        LOG.error("saved state is empty, the playlist begins anew: program={}", program);
        return null;
      }
      PackagerResume list = resume.playlist();
      return new ProgramResume(
          new PackagerResume(
              list.nextMsn() + SEGMENTS_AT_RISK,
              list.nextInitNumber() + 1,
              list.discontinuitySequence() + 1,
              true),
          resume.targetDurationS(),
          resume.zeroWallMs(),
          resume.publishedEndNs());
    } catch (JacksonException e) {
      LOG.error("saved state can't be read, the playlist begins anew: program={}", program, e);
      return null;
    }
  }

  /** Writes what is pending, then ends. */
  @Override
  public void close() {
    closed = true;
    writer.shutdown();
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("state of {} programs not saved in time", pending.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
