package live.understudy.server.media;

import java.util.Set;
import java.util.TreeSet;

/** The numbers of a program's newest segments that are on disk. Owned by the program's loop. */
final class StoredSegments {

  /** Far more segments than are in memory. */
  private static final int MAX_REMEMBERED = 4096;

  private final TreeSet<Long> numbers = new TreeSet<>();

  void add(long msn) {
    numbers.add(msn);
    if (numbers.size() > MAX_REMEMBERED) {
      numbers.pollFirst();
    }
  }

  Set<Long> numbers() {
    return numbers;
  }
}
