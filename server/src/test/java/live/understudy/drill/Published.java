package live.understudy.drill;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the program held of the numbered pictures, in the order of its segments.
 *
 * @param lost numbers between the first and the last that never occur
 * @param repeated pictures that had occurred before, not counting those that stand
 * @param stoodFrames how often a picture followed itself
 */
record Published(int lost, int repeated, int stoodFrames) {
  static Published of(List<Integer> numbers) {
    SortedSet<Integer> seen = new TreeSet<>();
    int repeated = 0;
    int stood = 0;
    int before = -1;
    for (int number : numbers) {
      if (number == before) {
        stood++;
      } else if (!seen.add(number)) {
        repeated++;
      }
      before = number;
    }
    int span = seen.isEmpty() ? 0 : seen.last() - seen.first() + 1;
    return new Published(span - seen.size(), repeated, stood);
  }
}
