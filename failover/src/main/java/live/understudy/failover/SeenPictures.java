package live.understudy.failover;

import java.util.Arrays;

/**
 * The newest pictures of a leg, found by presentation time and by hash. They lie in arrays: every
 * picture of every stream comes by here.
 */
final class SeenPictures {

  /** No picture. */
  static final int NONE = -1;

  private final long[] ptsTicks;
  private final long[] hashes;
  private final Index byPts;
  private final Index byHash;
  private int next;
  private int count;

  /** Remembers {@code capacity} of them, a power of two. */
  SeenPictures(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two");
    }
    ptsTicks = new long[capacity];
    hashes = new long[capacity];
    byPts = new Index(ptsTicks);
    byHash = new Index(hashes);
  }

  void clear() {
    next = 0;
    count = 0;
    byPts.clear();
    byHash.clear();
  }

  /** Remembers one more, in place of the oldest. */
  void add(long pts, long hash) {
    if (count == ptsTicks.length) {
      byPts.remove(next);
      byHash.remove(next);
    } else {
      count++;
    }
    ptsTicks[next] = pts;
    hashes[next] = hash;
    byPts.add(next);
    byHash.add(next);
    next = (next + 1) & (ptsTicks.length - 1);
  }

  /** The newest picture with this time. */
  int at(long pts) {
    return byPts.newest(pts);
  }

  /** The picture with this hash, when there is no other one. */
  int only(long hash) {
    return byHash.only(hash);
  }

  long pts(int picture) {
    return ptsTicks[picture];
  }

  long hash(int picture) {
    return hashes[picture];
  }

  /** Chains of slots whose keys fall into one bucket, the newest first. */
  private static final class Index {
    private final long[] keys;
    private final int[] first;
    private final int[] after;
    private final int shift;

    Index(long[] keys) {
      this.keys = keys;
      this.first = new int[keys.length * 2];
      this.after = new int[keys.length];
      this.shift = Long.numberOfLeadingZeros(first.length) + 1;
      clear();
    }

    void clear() {
      Arrays.fill(first, NONE);
    }

    private int bucket(long key) {
      // Times are multiples of something: the upper bits of the product depend on all of theirs.
      return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
    }

    void add(int slot) {
      int bucket = bucket(keys[slot]);
      after[slot] = first[bucket];
      first[bucket] = slot;
    }

    void remove(int slot) {
      int bucket = bucket(keys[slot]);
      int at = first[bucket];
      if (at == slot) {
        first[bucket] = after[slot];
        return;
      }
      while (after[at] != slot) {
        at = after[at];
      }
      after[at] = after[slot];
    }

    int newest(long key) {
      int at = first[bucket(key)];
      while (at != NONE && keys[at] != key) {
        at = after[at];
      }
      return at;
    }

    int only(long key) {
      int found = newest(key);
      int at = found == NONE ? NONE : after[found];
      while (at != NONE && keys[at] != key) {
        at = after[at];
      }
      return at == NONE ? found : NONE;
    }
  }
}
