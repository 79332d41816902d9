package live.understudy.server.store;

import java.io.IOException;
import java.util.List;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others hear of a recording: whoever gave something, and operators in the log. */
final class RecordingReport {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingReport.class);

  private final ProgramId program;
  private final StoreConfig config;

  RecordingReport(ProgramId program, StoreConfig config) {
    this.program = program;
    this.config = config;
  }

  void stopped(StopReason why, @Nullable Throwable cause) {
    LOG.warn(
        "recording stopped, the program goes on: program={} reason={} cause={}",
        program,
        why.words(config),
        cause == null ? "-" : cause.toString());
  }

  /** {@code first}: it went well before. A fault of ours is told each time. */
  void failed(boolean first, StopReason why, @Nullable Throwable cause) {
    if (cause != null && !(cause instanceof IOException)) {
      LOG.error("recording is broken, the program goes on: program={}", program, cause);
    } else if (first) {
      stopped(why, cause);
    }
  }

  void goesOn() {
    LOG.info("recording goes on: program={}", program);
  }

  /** What became of these; their bytes may go. */
  void tell(List<? extends Op> ops, boolean onDisk) {
    ops.forEach(op -> tell(op, onDisk));
  }

  /** A listener that fails, perhaps because its loop has ended, keeps no other from its answer. */
  private void tell(Op op, boolean onDisk) {
    StoredListener listener =
        switch (op) {
          case Op.Media media -> {
            media.leases().close();
            yield media.listener();
          }
          case Op.Records records -> records.listener();
        };
    try {
      listener.stored(onDisk);
    } catch (RuntimeException e) {
      LOG.warn("nobody hears what became of a segment: program={}", program, e);
    }
  }
}
