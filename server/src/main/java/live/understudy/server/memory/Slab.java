package live.understudy.server.memory;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** Some MiB outside the heap, divided into blocks of one size. Guarded by its pool's lock. */
class Slab {

  private final Arena arena;
  private final ByteBuffer memory;
  private final int blocks;

  /** One bit for each free block. */
  private final long[] free;

  private int freeCount;

  /** Where its pool has it. */
  private int index;

  /** Blocks that lie together. */
  record Run(Slab slab, int first, int count) {

    /** Their first {@code bytes} bytes. */
    ByteBuffer view(int bytes) {
      return slab.memory.slice(first * BlockPool.BLOCK_BYTES, bytes);
    }

    int bytes() {
      return count * BlockPool.BLOCK_BYTES;
    }
  }

  /** Throws {@link OutOfMemoryError} when the system has no more. To be closed by the caller. */
  @SuppressWarnings("MustBeClosedChecker")
  Slab(int blocks) {
    this.arena = Arena.ofShared();
    this.memory = arena.allocate((long) blocks * BlockPool.BLOCK_BYTES).asByteBuffer();
    this.blocks = blocks;
    this.free = new long[(blocks + Long.SIZE - 1) / Long.SIZE];
    put(0, blocks);
  }

  int index() {
    return index;
  }

  void setIndex(int index) {
    this.index = index;
  }

  boolean isUnused() {
    return freeCount == blocks;
  }

  int freeCount() {
    return freeCount;
  }

  /** The lowest free blocks that lie together, at most so many; there is one. */
  Run take(int atMost) {
    int first = nextFree(0);
    int count = 1;
    while (count < atMost && first + count < blocks && isFree(first + count)) {
      count++;
    }
    for (int i = first; i < first + count; i++) {
      free[i / Long.SIZE] &= ~(1L << i);
    }
    freeCount -= count;
    return new Run(this, first, count);
  }

  private int nextFree(int from) {
    for (int word = from / Long.SIZE; word < free.length; word++) {
      if (free[word] != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(free[word]);
      }
    }
    throw new IllegalStateException("no block is free");
  }

  private boolean isFree(int block) {
    return (free[block / Long.SIZE] & 1L << block) != 0;
  }

  void put(int first, int count) {
    for (int i = first; i < first + count; i++) {
      if (isFree(i)) {
        throw new IllegalStateException("block " + i + " is free already");
      }
      free[i / Long.SIZE] |= 1L << i;
    }
    freeCount += count;
  }

  /**
   * Gives the memory back to the system; nothing of it is used. Throws {@link
   * IllegalStateException} when somebody who should not is just reading it.
   */
  void close() {
    arena.close();
  }
}
