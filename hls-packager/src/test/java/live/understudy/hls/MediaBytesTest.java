package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaBytesTest {

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] read(MediaBytes.Lease lease) {
    ByteBuffer all = ByteBuffer.allocate(lease.length());
    lease.pieces().forEach(all::put);
    return all.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 95})
  void copy_anyLength_isTheSame(int length) {
    TinyBlocks memory = new TinyBlocks(10);
    byte[] expected = counting(length);
    MediaBytes copy = memory.copy(new ByteSlice(counting(length + 3), 0, length));
    assertEquals(length, copy.length());
    assertArrayEquals(expected, copy.toArray());
    try (MediaBytes.Lease lease = Objects.requireNonNull(copy.lease())) {
      assertArrayEquals(expected, read(lease));
      lease.pieces().forEach(piece -> assertEquals(true, piece.isReadOnly()));
    }
    copy.release();
    assertEquals(0, memory.out());
  }

  @Test
  void lease_afterTheHolderLetGo_keepsThemUntilItIsClosed() {
    TinyBlocks memory = new TinyBlocks(10);
    MediaBytes bytes = memory.copy(ByteSlice.of(counting(25)));
    MediaBytes.Lease lease = Objects.requireNonNull(bytes.lease());
    bytes.release();
    MediaBytes.Lease second = lease.again();
    lease.close();
    memory.copy(ByteSlice.of(new byte[100]));
    assertArrayEquals(counting(25), read(second));
    second.close();
    assertNull(bytes.lease());
    assertEquals(1, memory.out());
  }

  @Test
  void lease_closedTwice_letsGoOnce() {
    TinyBlocks memory = new TinyBlocks(10);
    MediaBytes bytes = memory.copy(ByteSlice.of(counting(25)));
    MediaBytes.Lease lease = Objects.requireNonNull(bytes.lease());
    lease.close();
    lease.close();
    assertArrayEquals(counting(25), bytes.toArray(), "still held by the first one");
    assertThrows(IllegalStateException.class, lease::pieces);
    assertThrows(IllegalStateException.class, lease::again);
  }

  @Test
  void gone_whateverIsTried_isRefused() {
    TinyBlocks memory = new TinyBlocks(10);
    MediaBytes bytes = memory.copy(ByteSlice.of(counting(10)));
    bytes.release();
    assertNull(bytes.lease());
    assertFalse(bytes.retain());
    assertThrows(IllegalStateException.class, bytes::toArray);
    assertThrows(IllegalStateException.class, bytes::release);
    assertEquals(0, memory.out());
  }

  @Test
  void heap_released_staysForWhoeverHasIt() {
    MediaBytes bytes = MediaBytes.of(counting(5));
    bytes.release();
    bytes.release();
    assertNotNull(bytes.lease());
    assertArrayEquals(counting(5), bytes.toArray());
  }

  @Test
  void identity_ofEach_isItsOwn() {
    MediaBytes one = MediaBytes.of(counting(5));
    MediaBytes other = MediaBytes.of(counting(5));
    assertSame(one.identity(), one.identity());
    assertNotSame(one.identity(), other.identity());
  }

  @Test
  void leases_ofManyThreadsWhileTheHolderLetsGo_seeTheirBytesOrNothing() throws Exception {
    TinyBlocks memory = new TinyBlocks(16);
    AtomicInteger read = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 300; round++) {
        byte[] expected = counting(50 + round % 40);
        MediaBytes bytes = memory.copy(ByteSlice.of(expected));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          tasks.add(() -> {
            for (int n = 0; n < 20; n++) {
              try (MediaBytes.Lease lease = bytes.lease()) {
                if (lease != null) {
                  assertArrayEquals(expected, read(lease));
                  read.incrementAndGet();
                }
              }
            }
            return null;
          });
        }
        tasks.add(
            round % 8,
            () -> {
              bytes.release();
              // Whatever has gone is written over at once.
              memory.copy(ByteSlice.of(new byte[200])).release();
              return null;
            });
        for (Future<Void> done : threads.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
          done.get();
        }
        assertEquals(0, memory.out());
        assertNull(bytes.lease());
      }
    }
    assertEquals(true, read.get() > 0, "nobody read anything");
  }
}
