package live.understudy.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimescaleTest {

  @Test
  void convert_agreesWithExactArithmetic() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long ticks = random.nextLong() >> (20 + random.nextInt(30));
      int from = 1 + random.nextInt(240_000);
      int to = 1 + random.nextInt(240_000);
      BigDecimal exact =
          BigDecimal.valueOf(2)
              .multiply(BigDecimal.valueOf(ticks))
              .multiply(BigDecimal.valueOf(to))
              .add(BigDecimal.valueOf(from));
      long expected =
          exact.divide(BigDecimal.valueOf(2L * from), 0, RoundingMode.FLOOR).longValueExact();
      long actual = Timescale.convert(ticks, from, to);
      // An odd source timescale makes the half a fraction of a tick; both neighbours are nearest.
      assertEquals(expected, actual, from % 2 == 0 || from == to ? 0 : 1);
    }
  }

  @Test
  void convert_roundTripsThroughAFinerTimescale() {
    for (long ticks = -5000; ticks < 5000; ticks++) {
      assertEquals(
          ticks, Timescale.convert(Timescale.convert(ticks, 30_000, 90_000), 90_000, 30_000));
    }
  }

  @Test
  void convert_refusesATimescaleThatIsNotPositive() {
    assertThrows(IllegalArgumentException.class, () -> Timescale.convert(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> Timescale.convert(1, 1, -1));
  }
}
