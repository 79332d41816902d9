package live.understudy.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenPicturesTest {
  private static final int CAPACITY = 64;

  private record Picture(long pts, long hash) {}

  private final SeenPictures seen = new SeenPictures(CAPACITY);
  private final ArrayDeque<Picture> expected = new ArrayDeque<>();

  private void add(long pts, long hash) {
    seen.add(pts, hash);
    expected.addFirst(new Picture(pts, hash));
    if (expected.size() > CAPACITY) {
      expected.removeLast();
    }
  }

  private void check(long pts, long hash) {
    int at = seen.at(pts);
    Picture newest = expected.stream().filter(each -> each.pts == pts).findFirst().orElse(null);
    assertEquals(newest, at == SeenPictures.NONE ? null : new Picture(seen.pts(at), seen.hash(at)));
    int only = seen.only(hash);
    List<Picture> same = expected.stream().filter(each -> each.hash == hash).toList();
    assertEquals(
        same.size() == 1 ? same.getFirst() : null,
        only == SeenPictures.NONE ? null : new Picture(seen.pts(only), seen.hash(only)));
  }

  @Test
  void pictures_ofManyKinds_areFoundLikeInAList() {
    for (long seed = 0; seed < 200; seed++) {
      seen.clear();
      expected.clear();
      Random random = new Random(seed);
      int times = 1 + random.nextInt(4 * CAPACITY);
      int hashes = 1 + random.nextInt(4 * CAPACITY);
      int step = 1 << random.nextInt(40);
      for (int i = 0; i < 3 * CAPACITY; i++) {
        add((long) random.nextInt(times) * step, random.nextInt(hashes) * -7_777_777_777L);
        check((long) random.nextInt(times) * step, random.nextInt(hashes) * -7_777_777_777L);
      }
    }
  }

  @Test
  void pictures_allWithOneTimeAndHash_areNeverTheOnlyOne() {
    add(5, 0);
    assertEquals(0, seen.only(0));
    for (int i = 0; i < 3 * CAPACITY; i++) {
      add(5, 0);
      check(5, 0);
    }
  }

  @Test
  void clear_forgetsAll() {
    add(1, 2);
    seen.clear();
    assertEquals(SeenPictures.NONE, seen.at(1));
    assertEquals(SeenPictures.NONE, seen.only(2));
  }

  @Test
  void capacity_notAPowerOfTwo_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SeenPictures(48));
  }
}
