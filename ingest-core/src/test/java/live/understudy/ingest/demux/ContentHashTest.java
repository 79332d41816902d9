package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentHashTest {

  private static long hash(byte[] bytes) {
    return ContentHash.finish(ContentHash.update(ContentHash.SEED, bytes, 0, bytes.length));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void update_anyByteOfAnyLength_changesTheHash() {
    for (int length = 0; length < 200; length++) {
      byte[] bytes = random(length);
      Set<Long> seen = new HashSet<>(Set.of(hash(bytes)));
      for (int at = 0; at < length; at++) {
        bytes[at] ^= 1;
        assertTrue(seen.add(hash(bytes)), "byte " + at + " of " + length);
        bytes[at] ^= 1;
      }
    }
  }

  @Test
  void update_wordsInAnotherOrder_changesTheHash() {
    byte[] bytes = random(160);
    Set<Long> seen = new HashSet<>(Set.of(hash(bytes)));
    for (int one = 0; one < 20; one++) {
      for (int other = one + 1; other < 20; other++) {
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, 8 * one, swapped, 8 * other, 8);
        System.arraycopy(bytes, 8 * other, swapped, 8 * one, 8);
        assertTrue(seen.add(hash(swapped)), "words " + one + " and " + other);
      }
    }
  }

  @Test
  void update_zeroesOfDifferentLengths_differ() {
    Set<Long> seen = new HashSet<>();
    for (int length = 0; length < 300; length++) {
      assertTrue(seen.add(hash(new byte[length])), "length " + length);
    }
  }

  @Test
  void update_wherever_theBytesAloneCount() {
    for (int length : new int[] {0, 7, 8, 63, 64, 65, 95, 96, 1000}) {
      byte[] bytes = random(length);
      byte[] around = random(length + 40);
      System.arraycopy(bytes, 0, around, 13, length);
      long there = ContentHash.finish(ContentHash.update(ContentHash.SEED, around, 13, length));
      assertEquals(hash(bytes), there, "length " + length);
      around[12] ^= 1;
      around[13 + length] ^= 1;
      long again = ContentHash.finish(ContentHash.update(ContentHash.SEED, around, 13, length));
      assertEquals(there, again, "length " + length);
    }
  }

  @Test
  void update_severalPieces_goOnFromEachOther() {
    byte[] bytes = random(300);
    Set<Long> seen = new HashSet<>();
    for (int cut = 0; cut <= 300; cut++) {
      long first = ContentHash.update(ContentHash.SEED, bytes, 0, cut);
      seen.add(ContentHash.finish(ContentHash.update(first, bytes, cut, 300 - cut)));
    }
    // Where one ends and the next begins is part of what is coded.
    assertEquals(301, seen.size());
    byte[] same = Arrays.copyOf(bytes, 300);
    long first = ContentHash.update(ContentHash.SEED, same, 0, 100);
    assertTrue(seen.contains(ContentHash.finish(ContentHash.update(first, same, 100, 200))));
  }
}
