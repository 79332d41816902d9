package live.understudy.server.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;
import live.understudy.testing.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockPoolTest {

  private static final int SLAB = BlockPool.SLAB_BYTES;
  private static final int BLOCK = BlockPool.BLOCK_BYTES;
  private static final Duration FOUND_WITHIN = Await.PATIENCE;

  private record Known(MediaBytes bytes, byte[] content) {}

  private static Known take(BlockPool pool, SplittableRandom random, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return new Known(pool.copy(ByteSlice.of(content)), content);
  }

  private static long blocks(int length) {
    return (length + BLOCK - 1L) / BLOCK * BLOCK;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, SLAB, SLAB + 1, 3 * SLAB - 5})
  void take_anyLength_wastesLessThanABlock(int length) {
    BlockPool pool = new BlockPool(4L * SLAB);
    Known known = take(pool, new SplittableRandom(length), length);
    assertEquals(length, pool.retainedBytes());
    assertEquals(blocks(length), pool.usedBytes());
    try (MediaBytes.Lease lease = Objects.requireNonNull(known.bytes().lease())) {
      for (ByteBuffer piece : lease.pieces()) {
        assertTrue(piece.isDirect());
      }
    }
    assertArrayEquals(known.content(), known.bytes().toArray());
    known.bytes().release();
    assertEquals(0, pool.usedBytes());
    assertEquals(0, pool.retainedBytes());
  }

  @Test
  void takeAndRelease_anyHistory_nobodysBytesChange() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      BlockPool pool = new BlockPool(12L * SLAB);
      List<Known> out = new ArrayList<>();
      long used = 0;
      for (int step = 0; step < 400; step++) {
        boolean fills = step / 100 % 2 == 0;
        if (out.isEmpty() || random.nextInt(10) < (fills ? 7 : 3)) {
          out.add(take(pool, random, 1 + random.nextInt(random.nextBoolean() ? BLOCK : 400_000)));
          used += blocks(out.getLast().content().length);
        } else {
          Known gone = out.remove(random.nextInt(out.size()));
          assertArrayEquals(gone.content(), gone.bytes().toArray());
          gone.bytes().release();
          used -= blocks(gone.content().length);
        }
        if (pool.refused() == 0) {
          assertEquals(used, pool.usedBytes());
        }
        assertTrue(pool.usedBytes() <= pool.reservedBytes());
        assertTrue(pool.reservedBytes() <= pool.limitBytes());
      }
      for (Known known : out) {
        assertArrayEquals(known.content(), known.bytes().toArray());
        known.bytes().release();
      }
      assertEquals(0, pool.usedBytes());
      assertTrue(pool.reservedBytes() <= 3L * SLAB, "kept " + pool.reservedBytes());
      assertEquals(0, pool.reclaimed());
    }
  }

  @Test
  void take_whenFull_goesIntoTheHeapUntilThereIsRoomAgain() {
    BlockPool pool = new BlockPool(2L * SLAB + 5);
    assertEquals(2L * SLAB, pool.limitBytes());
    MediaBytes most = pool.take(SLAB / 4 * 7);
    assertFalse(pool.isScarce());
    MediaBytes more = pool.take(BLOCK);
    assertTrue(pool.isScarce());
    assertEquals(0, pool.refused());
    Known beyond = take(pool, new SplittableRandom(1), SLAB);
    assertEquals(1, pool.refused());
    assertEquals(SLAB / 4 * 7 + BLOCK, pool.usedBytes());
    most.release();
    assertFalse(pool.isScarce());
    assertArrayEquals(beyond.content(), beyond.bytes().toArray());
    beyond.bytes().release();
    MediaBytes again = pool.take(SLAB);
    assertEquals(1, pool.refused());
    again.release();
    more.release();
    assertEquals(0, pool.usedBytes());
  }

  /** All in MB; what is left is for everything else. */
  @ParameterizedTest
  @CsvSource({
    "6144,24576,5376",
    "256,1024,224",
    "768,1024,128",
    "512,1024,256",
    "1024,1024,0",
    "4096,1024,0",
    "4,1000000,3"
  })
  void sensibleLimitBytes_ofHeapAndMachine_leavesRoomForEverythingElse(
      long heap, long machine, long expected) {
    long limit = BlockPool.sensibleLimitBytes(heap << 20, machine << 20);
    assertEquals(expected, limit >> 20);
    long rest = (machine << 20) - (heap << 20) - limit;
    assertTrue(limit <= Math.max(0, rest));
  }

  @Test
  void besideTheHeap_onThisMachine_fitsIntoIt() {
    BlockPool pool = BlockPool.besideTheHeap();
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long rest = machine.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    assertTrue(pool.limitBytes() <= Math.max(0, rest / 2), pool.limitBytes() + " of " + rest);
  }

  /** A system that has no memory from some time on, or can't take it back. */
  private static final class PoorSystem {
    private boolean hasMemory = true;
    private boolean takesBack = true;
    private boolean isBroken;
    private int asked;
    private long nowNs;

    private final BlockPool pool = new BlockPool(8L * SLAB, this::slab, () -> nowNs);

    private Slab slab(int blocks) {
      asked++;
      if (isBroken) {
        throw new IllegalStateException("on purpose");
      }
      if (!hasMemory) {
        throw new OutOfMemoryError("on purpose");
      }
      return new Slab(blocks) {
        @Override
        void close() {
          if (!takesBack) {
            throw new IllegalStateException("on purpose");
          }
          super.close();
        }
      };
    }
  }

  @Test
  void take_whenTheSystemHasNoMore_asksAgainLater() {
    PoorSystem system = new PoorSystem();
    MediaBytes first = system.pool.take(SLAB);
    system.hasMemory = false;
    for (int i = 0; i < 5; i++) {
      assertEquals(1, system.pool.take(1).length());
    }
    assertEquals(2, system.asked, "once is enough");
    assertEquals(5, system.pool.refused());
    assertTrue(system.pool.isScarce());
    assertEquals(8L * SLAB, system.pool.limitBytes());
    system.hasMemory = true;
    system.nowNs += BlockPool.RETRY_AFTER_NS;
    MediaBytes more = system.pool.take(1);
    assertEquals(2L * SLAB, system.pool.reservedBytes());
    assertFalse(system.pool.isScarce());
    first.release();
    more.release();
    assertEquals(0, system.pool.usedBytes());
  }

  @Test
  void take_whenTheSystemFailsOtherwise_thereIsAsMuchAsEverLater() {
    PoorSystem system = new PoorSystem();
    system.isBroken = true;
    for (int i = 0; i < 8; i++) {
      assertThrows(IllegalStateException.class, () -> system.pool.take(1));
      system.nowNs += BlockPool.RETRY_AFTER_NS;
    }
    system.isBroken = false;
    system.pool.take(8 * SLAB).release();
    assertEquals(0, system.pool.refused());
  }

  @Test
  void release_ofWhatTheSystemDoesNotTake_keepsItForOthers() {
    PoorSystem system = new PoorSystem();
    system.takesBack = false;
    List<MediaBytes> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(system.pool.take(SLAB));
    }
    all.forEach(MediaBytes::release);
    assertEquals(0, system.pool.usedBytes());
    assertEquals(6L * SLAB, system.pool.reservedBytes());
    MediaBytes again = system.pool.take(6 * SLAB);
    assertEquals(6, system.asked);
    system.takesBack = true;
    again.release();
    assertEquals(2L * SLAB, system.pool.reservedBytes());
  }

  @Test
  void isRoomy_fromHalfOn_noMore() {
    BlockPool pool = new BlockPool(4L * SLAB);
    MediaBytes most = pool.take(2 * SLAB - BLOCK);
    assertTrue(pool.isRoomy());
    MediaBytes one = pool.take(1);
    assertFalse(pool.isRoomy());
    most.release();
    one.release();
  }

  @Test
  void take_withoutAnySlab_goesIntoTheHeap() {
    BlockPool pool = new BlockPool(SLAB - 1);
    assertEquals(7, pool.take(7).length());
    assertEquals(1, pool.refused());
    assertEquals(0, pool.reservedBytes());
  }

  @Test
  void release_ofMuch_givesSlabsBackButForSome() {
    BlockPool pool = new BlockPool(64L * SLAB);
    Deque<MediaBytes> all = new ArrayDeque<>();
    for (int i = 0; i < 32; i++) {
      all.add(pool.take(SLAB));
    }
    assertEquals(32L * SLAB, pool.reservedBytes());
    while (!all.isEmpty()) {
      all.removeFirst().release();
      assertTrue(pool.reservedBytes() <= pool.usedBytes() + 4L * SLAB);
    }
    assertEquals(2L * SLAB, pool.reservedBytes());
  }

  @Test
  void takeReadAndRelease_fromManyThreads_nobodyReadsWhatIsNotHis() throws Exception {
    BlockPool pool = new BlockPool(6L * SLAB);
    AtomicReference<@Nullable Known> newest = new AtomicReference<>();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SplittableRandom random = new SplittableRandom(i);
      tasks.add(() -> {
        for (int n = 0; n < 400; n++) {
          Known known = take(pool, random, 1 + random.nextInt(5 * BLOCK));
          Known before = newest.getAndSet(known);
          if (before != null) {
            before.bytes().release();
          }
        }
        return 0;
      });
      tasks.add(() -> {
        int read = 0;
        // All of it might be over before the first is there.
        Await.until(FOUND_WITHIN, "something to read", () -> newest.get() != null);
        for (int n = 0; n < 2_000; n++) {
          Known known = Objects.requireNonNull(newest.get());
          try (MediaBytes.Lease lease = known.bytes().lease()) {
            if (lease != null) {
              ByteBuffer all = ByteBuffer.allocate(lease.length());
              lease.pieces().forEach(all::put);
              assertArrayEquals(known.content(), all.array());
              read++;
            }
          }
        }
        return read;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      int read = 0;
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        read += done.get();
      }
      assertTrue(read > 0, "nobody read anything");
    }
    Objects.requireNonNull(newest.get()).bytes().release();
    assertEquals(0, pool.usedBytes());
    assertEquals(0, pool.reclaimed());
  }

  @Test
  void forgotten_withoutLettingGo_comesBackAndIsCounted() throws Exception {
    BlockPool pool = new BlockPool(2L * SLAB);
    MediaBytes kept = pool.take(100);
    forget(pool);
    Await.until(
        FOUND_WITHIN,
        () -> pool.reclaimed() + " found, used " + pool.usedBytes(),
        () -> {
          System.gc();
          return pool.usedBytes() == BLOCK;
        });
    assertEquals(1, pool.reclaimed());
    assertNotNull(kept.lease(), "what somebody has stays");
    kept.release();
    kept = pool.take(1);
    kept.release();
    assertNull(kept.lease());
    assertEquals(1, pool.reclaimed());
  }

  private static void forget(BlockPool pool) {
    assertEquals(5 * BLOCK, pool.take(5 * BLOCK).length());
    assertEquals(6L * BLOCK, pool.usedBytes());
  }
}
