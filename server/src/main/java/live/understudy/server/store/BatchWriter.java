package live.understudy.server.store;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what waited for one recording, if there is room for it. Blocks; of the writer thread. */
final class BatchWriter {

  /** What the index and new volumes may take for each op, generously. */
  private static final int RECORD_BYTES = 2048;

  private final RecordingFiles files;
  private final SpaceGuard space;

  BatchWriter(RecordingFiles files, SpaceGuard space) {
    this.files = files;
    this.space = space;
  }

  /** What became of a batch. */
  sealed interface Outcome {

    /** All of it is on disk, which holds so many bytes more. */
    record Stored(long grownBytes) implements Outcome {}

    /** Nothing of it counts. */
    record Failed(StopReason why, @Nullable Throwable cause) implements Outcome {}
  }

  Outcome write(List<Op> ops) {
    long bytes = 0;
    for (Op op : ops) {
      bytes += RECORD_BYTES;
      bytes += op instanceof Op.Media media ? media.bytes() : 0;
    }
    StopReason refusal = space.refusal(bytes);
    if (refusal != null) {
      return new Outcome.Failed(refusal, null);
    }
    long grownBytes;
    try {
      grownBytes = files.write(ops);
    } catch (IOException e) {
      return new Outcome.Failed(reason(e), e);
    } catch (RuntimeException | Error e) {
      return new Outcome.Failed(StopReason.DISK_ERROR, e);
    }
    space.count(grownBytes);
    return new Outcome.Stored(grownBytes);
  }

  private static StopReason reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded")
        ? StopReason.DISK_FULL
        : StopReason.DISK_ERROR;
  }
}
