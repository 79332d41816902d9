package live.understudy.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * Recognises two legs that carry one encode: the hashes of their coded pictures are the same, and
 * so is the distance of their timestamps. The idea of SMPTE ST 2022-7, without sequence numbers.
 *
 * <p>Pictures that look alike many times (a still, black) prove nothing and are left out.
 */
final class IdentityLock {

  private static final int REMEMBERED = 1024;
  private static final int AGREEING_TO_LOCK = 8;
  private static final int MIN_BYTES = 48;
  private static final long AMBIGUOUS = Long.MIN_VALUE;

  private final Map<Leg, Map<Long, Long>> seen =
      Map.of(Leg.PRIMARY, lastRemembered(), Leg.BACKUP, lastRemembered());
  private int agreeing;
  private long offsetTicks;

  private static Map<Long, Long> lastRemembered() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** Either leg began another session: what was known is worth nothing. */
  void reset() {
    seen.values().forEach(Map::clear);
    agreeing = 0;
  }

  /** Learns a unit of one leg. */
  void add(Leg leg, AccessUnit unit) {
    if (unit.track() != TrackType.VIDEO || unit.data().length() < MIN_BYTES) {
      return;
    }
    Map<Long, Long> own = mapOf(leg);
    Long before = own.put(unit.contentHash(), unit.pts());
    if (before != null) {
      own.put(unit.contentHash(), AMBIGUOUS);
      return;
    }
    Long other = mapOf(leg.other()).get(unit.contentHash());
    if (other == null || other == AMBIGUOUS) {
      return;
    }
    agree(leg == Leg.PRIMARY ? unit.pts() - other : other - unit.pts());
  }

  private void agree(long primaryMinusBackup) {
    if (agreeing > 0 && primaryMinusBackup != offsetTicks) {
      agreeing = 0;
    }
    offsetTicks = primaryMinusBackup;
    agreeing = Math.min(agreeing + 1, AGREEING_TO_LOCK);
  }

  boolean isLocked() {
    return agreeing >= AGREEING_TO_LOCK;
  }

  /** Video ticks to add to a presentation time of {@code leg} to get the other leg's. */
  long toOther(Leg leg) {
    if (!isLocked()) {
      throw new IllegalStateException("not locked");
    }
    return leg == Leg.BACKUP ? offsetTicks : -offsetTicks;
  }

  private Map<Long, Long> mapOf(Leg leg) {
    @Nullable Map<Long, Long> map = seen.get(leg);
    if (map == null) {
      throw new IllegalStateException("no such leg");
    }
    return map;
  }
}
