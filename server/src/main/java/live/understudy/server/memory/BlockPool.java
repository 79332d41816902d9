package live.understudy.server.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.MediaMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory outside the heap for the parts of all programs: the collector neither copies it nor needs
 * room beside it. It is taken from the system in slabs, given out in blocks, and used again at once
 * when the last one lets go. Whatever nobody let go of comes back when the collector finds that
 * nobody can. Thread-safe; a part costs one short lock when it is taken and one when it goes.
 */
public final class BlockPool implements MediaMemory {

  /** A TLS record, and what an HTTP/2 frame carries. A part wastes less than one of these. */
  public static final int BLOCK_BYTES = 16_384;

  /** So much is taken from the system, and given back to it, at once. */
  public static final int SLAB_BYTES = 4 << 20;

  private static final int BLOCKS_PER_SLAB = SLAB_BYTES / BLOCK_BYTES;

  /** Unused slabs beyond these are given back: some, and a share of those in use. */
  private static final int SPARE_SLABS = 2;

  private static final int SPARE_SHARE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(BlockPool.class);

  private final Object lock = new Object();

  /** Lower ones are filled first, so that those at the end come to be unused. */
  private final List<Slab> slabs = new ArrayList<>();

  /** No slab before this one has a free block. */
  private int firstFree;

  private int unusedSlabs;
  private long freeBlocks;
  private volatile long maxSlabs;

  /** Slabs that are being taken from the system. */
  private int coming;

  private boolean isFull;

  // Written with the lock, read by anybody.
  private volatile long usedBlocks;
  private volatile long reservedBytes;

  private final LongAdder retainedBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder reclaimed = new LongAdder();

  /** A pool that never takes more than {@code limitBytes} from the system, in whole slabs. */
  public BlockPool(long limitBytes) {
    maxSlabs = limitBytes / SLAB_BYTES;
  }

  /**
   * As much as the heap may grow to, but for an eighth: the JVM allows no more outside the heap
   * unless told otherwise, and network and files need some of it.
   */
  public static long sensibleLimitBytes() {
    return Runtime.getRuntime().maxMemory() / 8 * 7;
  }

  @Override
  public MediaBytes take(int length) {
    List<Slab.Run> runs = length == 0 ? null : runs((length + BLOCK_BYTES - 1) / BLOCK_BYTES);
    if (runs == null) {
      return MediaBytes.of(new byte[length]);
    }
    ByteBuffer[] views = new ByteBuffer[runs.size()];
    int rest = length;
    for (int i = 0; i < views.length; i++) {
      int bytes = Math.min(rest, runs.get(i).bytes());
      views[i] = runs.get(i).view(bytes);
      rest -= bytes;
    }
    retainedBytes.add(length);
    Taken taken = new Taken(this, runs, length);
    MediaBytes bytes = MediaBytes.in(views, taken::letGo);
    taken.watch(bytes);
    return bytes;
  }

  /** Null when that would be too much; a fault of the system is the same. */
  private @Nullable List<Slab.Run> runs(int blocks) {
    while (true) {
      synchronized (lock) {
        if (freeBlocks >= blocks) {
          isFull &= isScarce();
          return takeFree(blocks);
        }
        if (slabs.size() + coming >= maxSlabs) {
          refuse();
          return null;
        }
        coming++;
      }
      // Not under the lock: the system clears the memory first.
      Slab more = newSlab();
      synchronized (lock) {
        coming--;
        if (more == null) {
          maxSlabs = slabs.size();
        } else {
          slabs.add(more);
          unusedSlabs++;
          freeBlocks += BLOCKS_PER_SLAB;
          firstFree = Math.min(firstFree, slabs.size() - 1);
          reservedBytes = (long) slabs.size() * SLAB_BYTES;
        }
      }
    }
  }

  private static @Nullable Slab newSlab() {
    try {
      return new Slab(BLOCKS_PER_SLAB);
    } catch (OutOfMemoryError e) {
      LOG.warn("no more memory for media outside the heap: {}", e.toString());
      return null;
    }
  }

  private void refuse() {
    refused.increment();
    if (!isFull) {
      isFull = true;
      LOG.warn(
          "the memory for media is full, further parts go into the heap: limit={} MB",
          maxSlabs * SLAB_BYTES / 1_000_000);
    }
  }

  private List<Slab.Run> takeFree(int blocks) {
    List<Slab.Run> runs = new ArrayList<>();
    int rest = blocks;
    while (rest > 0) {
      Slab slab = slabs.get(firstFree);
      if (slab.freeCount() == 0) {
        firstFree++;
        continue;
      }
      if (slab.isUnused()) {
        unusedSlabs--;
      }
      Slab.Run run = slab.take(rest);
      runs.add(run);
      rest -= run.count();
    }
    freeBlocks -= blocks;
    usedBlocks = (long) slabs.size() * BLOCKS_PER_SLAB - freeBlocks;
    return runs;
  }

  /** {@code letGo}: whether the last one let go, and it was not only found that nobody can. */
  void giveBack(List<Slab.Run> runs, int length, boolean letGo) {
    List<Slab> dropped = new ArrayList<>();
    synchronized (lock) {
      for (Slab.Run run : runs) {
        run.slab().put(run.first(), run.count());
        freeBlocks += run.count();
        firstFree = Math.min(firstFree, slabs.indexOf(run.slab()));
        if (run.slab().isUnused()) {
          unusedSlabs++;
        }
      }
      while (unusedSlabs > SPARE_SLABS + slabs.size() / SPARE_SHARE) {
        dropped.add(dropLastUnused());
      }
      usedBlocks = (long) slabs.size() * BLOCKS_PER_SLAB - freeBlocks;
      reservedBytes = (long) slabs.size() * SLAB_BYTES;
    }
    retainedBytes.add(-length);
    if (!letGo) {
      reclaimed.increment();
    }
    dropped.forEach(Slab::close);
  }

  private Slab dropLastUnused() {
    int last = slabs.size() - 1;
    while (!slabs.get(last).isUnused()) {
      last--;
    }
    unusedSlabs--;
    freeBlocks -= BLOCKS_PER_SLAB;
    return slabs.remove(last);
  }

  @Override
  public int lumpBytes() {
    return 8 * BLOCK_BYTES;
  }

  @Override
  public boolean isScarce() {
    return usedBlocks * 8 > maxSlabs * BLOCKS_PER_SLAB * 7;
  }

  /** The bytes of all parts that are in it. */
  public long retainedBytes() {
    return retainedBytes.sum();
  }

  /** The blocks that they take. */
  public long usedBytes() {
    return usedBlocks * BLOCK_BYTES;
  }

  /** What was taken from the system. */
  public long reservedBytes() {
    return reservedBytes;
  }

  /** The most that is taken from the system. */
  public long limitBytes() {
    return maxSlabs * SLAB_BYTES;
  }

  /** How many parts went into the heap because it was full. */
  public long refused() {
    return refused.sum();
  }

  /** How many parts nobody let go of, so that the collector had to find them: a fault, each. */
  public long reclaimed() {
    return reclaimed.sum();
  }
}
