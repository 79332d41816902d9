package live.understudy.server.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * When to remind of a certificate's end: once when 30, 14, 7, 3 and 1 days are left, and once when
 * none is. What is made for a few days is renewed when a third of its life is left, as every client
 * for it does, so there is no reminder before that. Pure; not thread-safe.
 */
final class ExpiryWarnings {

  private static final int[] DAYS = {0, 1, 3, 7, 14, 30};

  private Instant end = Instant.EPOCH;
  private int saidDays;

  /** How many days to speak of, when there is something to say that was not said yet. */
  OptionalInt due(Instant now, Duration lifetime, Instant notAfter) {
    if (!notAfter.equals(end)) {
      end = notAfter;
      saidDays = Integer.MAX_VALUE;
    }
    // Certificates for "90 days" are a second shorter.
    long lifetimeDays = lifetime.plusHours(1).toDays();
    for (int days : DAYS) {
      boolean reached = !now.plus(Duration.ofDays(days)).isBefore(notAfter);
      if (reached && 3L * days <= lifetimeDays) {
        boolean news = days < saidDays;
        saidDays = Math.min(days, saidDays);
        return news ? OptionalInt.of(days) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }
}
