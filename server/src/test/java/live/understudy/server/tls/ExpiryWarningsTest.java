package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryWarningsTest {

  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  /** What is said on which day of a certificate's life, when it is asked about every hour. */
  private static Map<Long, Integer> lifeOf(int days, int shorterByS) {
    ExpiryWarnings warnings = new ExpiryWarnings();
    Duration lifetime = Duration.ofDays(days).minusSeconds(shorterByS);
    Map<Long, Integer> said = new TreeMap<>();
    for (long hour = 0; hour <= (days + 5) * 24L; hour++) {
      Instant now = START.plus(Duration.ofHours(hour));
      long day = hour / 24;
      warnings
          .due(now, lifetime, START.plus(lifetime))
          .ifPresent(left -> assertEquals(null, said.put(day, left)));
    }
    return said;
  }

  @Test
  void due_certificateOfAYear_isSpokenOfSixTimes() {
    assertEquals(Map.of(335L, 30, 351L, 14, 358L, 7, 362L, 3, 364L, 1, 365L, 0), lifeOf(365, 0));
  }

  @Test
  void due_shortLife_isNotSpokenOfBeforeItsLastThird() {
    assertEquals(Map.of(60L, 30, 76L, 14, 83L, 7, 87L, 3, 89L, 1, 90L, 0), lifeOf(90, 1));
    assertEquals(Map.of(33L, 14, 40L, 7, 44L, 3, 46L, 1, 47L, 0), lifeOf(47, 1));
    assertEquals(Map.of(5L, 1, 6L, 0), lifeOf(6, 0));
  }

  @ParameterizedTest
  @CsvSource({"31, -1", "30, 30", "20, 30", "5, 7", "2, 3", "1, 1", "0, 0", "-4, 0"})
  void due_atTheStart_theNearestIsSaidOnce(int daysLeft, int expected) {
    ExpiryWarnings warnings = new ExpiryWarnings();
    Instant end = START.plus(Duration.ofDays(daysLeft));
    OptionalInt first = warnings.due(START, Duration.ofDays(365), end);
    assertEquals(expected, first.orElse(-1));
    assertEquals(OptionalInt.empty(), warnings.due(START, Duration.ofDays(365), end));
  }

  @Test
  void due_renewed_beginsAnew() {
    ExpiryWarnings warnings = new ExpiryWarnings();
    Duration year = Duration.ofDays(365);
    assertEquals(3, warnings.due(START, year, START.plus(Duration.ofDays(2))).getAsInt());
    assertEquals(OptionalInt.empty(), warnings.due(START, year, START.plus(year)));
    assertEquals(
        30, warnings.due(START.plus(Duration.ofDays(340)), year, START.plus(year)).getAsInt());
  }
}
