package live.understudy.server.memory;

import java.lang.ref.Cleaner;
import java.util.List;
import live.understudy.hls.MediaBytes;
import org.jspecify.annotations.Nullable;

/** All that is known of bytes that were taken, but for the bytes: what gives them back, once. */
final class Taken implements Runnable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final BlockPool pool;
  private final List<Slab.Run> runs;
  private final int length;
  private Cleaner.@Nullable Cleanable cleanable;
  private volatile boolean letGo;

  Taken(BlockPool pool, List<Slab.Run> runs, int length) {
    this.pool = pool;
    this.runs = runs;
    this.length = length;
  }

  /** Before anybody else knows of {@code bytes}: gives them back where nobody lets go of them. */
  void watch(MediaBytes bytes) {
    cleanable = CLEANER.register(bytes, this);
  }

  /** The last one has let go. */
  void letGo() {
    letGo = true;
    if (cleanable != null) {
      cleanable.clean();
    }
  }

  /** Runs once, whoever comes first. */
  @Override
  public void run() {
    pool.giveBack(runs, length, letGo);
  }
}
