package live.understudy.server.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
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

  /** So long none is asked for after the system had none. */
  static final long RETRY_AFTER_NS = 10_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(BlockPool.class);

  private final Object lock = new Object();

  /** Lower ones are filled first, so that those at the end come to be unused. */
  private final List<Slab> slabs = new ArrayList<>();

  /** No slab before this one has a free block. */
  private int firstFree;

  private int unusedSlabs;
  private long freeBlocks;
  private final long maxSlabs;
  private final IntFunction<Slab> system;
  private final LongSupplier clockNs;

  /** As {@link #maxSlabs}, or those that there are while the system has no more. */
  private volatile long allowedSlabs;

  private long retryNs;

  /** Slabs that are being taken from the system. */
  private int coming;

  private boolean isFull;
  private volatile boolean isKept;

  // Written with the lock, read by anybody.
  private volatile long usedBlocks;
  private volatile long reservedBytes;

  private final LongAdder retainedBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder reclaimed = new LongAdder();

  /** A pool that never takes more than {@code limitBytes} from the system, in whole slabs. */
  public BlockPool(long limitBytes) {
    this(limitBytes, Slab::new, System::nanoTime);
  }

  /** As above; {@code system} gives slabs of so many blocks, or throws OutOfMemoryError. */
  BlockPool(long limitBytes, IntFunction<Slab> system, LongSupplier clockNs) {
    this.maxSlabs = limitBytes / SLAB_BYTES;
    this.allowedSlabs = maxSlabs;
    this.system = system;
    this.clockNs = clockNs;
  }

  /** A pool of what fits beside this JVM's heap into the memory of the machine or container. */
  public static BlockPool besideTheHeap() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long heapBytes = Runtime.getRuntime().maxMemory();
    long totalBytes = machine == null ? Long.MAX_VALUE : machine.getTotalMemorySize();
    BlockPool pool = new BlockPool(sensibleLimitBytes(heapBytes, totalBytes));
    LOG.info(
        "memory for media: limit={} MB heap={} MB machine={} MB",
        pool.limitBytes() / 1_000_000,
        heapBytes / 1_000_000,
        totalBytes / 1_000_000);
    return pool;
  }

  /**
   * As much as the heap may grow to, but for an eighth, and no more than half of what that leaves:
   * nobody else limits it, and code, threads, network and files need memory, too.
   */
  static long sensibleLimitBytes(long heapBytes, long totalBytes) {
    return Math.max(0, Math.min(heapBytes / 8 * 7, (totalBytes - heapBytes) / 2));
  }

  @Override
  public MediaBytes take(int length) {
    List<Slab.Run> runs = length == 0 ? null : runs((length + BLOCK_BYTES - 1) / BLOCK_BYTES);
    if (runs == null) {
      return MediaBytes.of(new byte[length]);
    }
    retainedBytes.add(length);
    try {
      return bytes(runs, length);
    } catch (OutOfMemoryError e) {
      giveBack(runs, length, true);
      throw e;
    }
  }

  private MediaBytes bytes(List<Slab.Run> runs, int length) {
    ByteBuffer[] views = new ByteBuffer[runs.size()];
    int rest = length;
    for (int i = 0; i < views.length; i++) {
      int bytes = Math.min(rest, runs.get(i).bytes());
      views[i] = runs.get(i).view(bytes);
      rest -= bytes;
    }
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
        if (slabs.size() + coming >= allowedSlabs()) {
          refuse();
          return null;
        }
        coming++;
      }
      Slab more = null;
      try {
        // Not under the lock: the system clears the memory first.
        more = newSlab();
      } finally {
        synchronized (lock) {
          coming--;
          if (more == null) {
            allowedSlabs = slabs.size();
            retryNs = clockNs.getAsLong() + RETRY_AFTER_NS;
          } else {
            add(more);
          }
        }
      }
    }
  }

  private long allowedSlabs() {
    if (allowedSlabs < maxSlabs && clockNs.getAsLong() - retryNs >= 0) {
      allowedSlabs = maxSlabs;
    }
    return allowedSlabs;
  }

  private void add(Slab unused) {
    unused.setIndex(slabs.size());
    slabs.add(unused);
    unusedSlabs++;
    freeBlocks += BLOCKS_PER_SLAB;
    firstFree = Math.min(firstFree, unused.index());
    reservedBytes = (long) slabs.size() * SLAB_BYTES;
  }

  private @Nullable Slab newSlab() {
    try {
      return system.apply(BLOCKS_PER_SLAB);
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
          allowedSlabs * SLAB_BYTES / 1_000_000);
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
        firstFree = Math.min(firstFree, run.slab().index());
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
    dropped.forEach(this::close);
  }

  private void close(Slab unused) {
    try {
      unused.close();
    } catch (IllegalStateException e) {
      // Told once, as it may be tried often.
      if (!isKept) {
        isKept = true;
        LOG.warn("memory for media can't be given back, and is kept: {}", e.toString());
      }
      synchronized (lock) {
        add(unused);
      }
    }
  }

  private Slab dropLastUnused() {
    int last = slabs.size() - 1;
    while (!slabs.get(last).isUnused()) {
      last--;
    }
    unusedSlabs--;
    freeBlocks -= BLOCKS_PER_SLAB;
    for (Slab behind : slabs.subList(last + 1, slabs.size())) {
      behind.setIndex(behind.index() - 1);
    }
    return slabs.remove(last);
  }

  @Override
  public int lumpBytes() {
    return 8 * BLOCK_BYTES;
  }

  @Override
  public boolean isScarce() {
    return usedBlocks * 8 > allowedSlabs * BLOCKS_PER_SLAB * 7;
  }

  @Override
  public boolean isRoomy() {
    return usedBlocks * 2 < allowedSlabs * BLOCKS_PER_SLAB;
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
