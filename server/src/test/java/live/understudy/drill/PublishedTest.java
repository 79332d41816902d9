package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedTest {
  @Test
  void of_eachPictureOnce_countsNothing() {
    assertEquals(new Published(0, 0, 0), Published.of(List.of(7, 8, 9, 10)));
  }

  @Test
  void of_nothing_countsNothing() {
    assertEquals(new Published(0, 0, 0), Published.of(List.of()));
  }

  @Test
  void of_hole_isLost() {
    assertEquals(new Published(2, 0, 0), Published.of(List.of(7, 8, 11)));
  }

  @Test
  void of_overlap_isRepeated() {
    assertEquals(new Published(0, 2, 0), Published.of(List.of(7, 8, 9, 8, 9, 10)));
  }

  @Test
  void of_pictureThatStands_isNotRepeated() {
    assertEquals(new Published(1, 0, 3), Published.of(List.of(7, 8, 8, 8, 8, 10)));
  }
}
