package live.understudy.failover;

import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * Recognises two legs that carry one encode: their coded pictures have the same hashes at
 * timestamps of one constant distance. The idea of SMPTE ST 2022-7, without sequence numbers.
 *
 * <p>One picture that differs ends it. Two encoders of an easy picture can agree for a while by
 * chance, and a picture of the one refers to others of its own: only where everything since a
 * keyframe was equal may one leg go on where the other ended.
 */
final class IdentityLock {

  private static final int REMEMBERED = 1024;
  private static final int AGREEING_TO_LOCK = 30;

  /** Smaller pictures say too little (a still, black) to guess a distance from. */
  private static final int MIN_BYTES = 48;

  private static final long AMBIGUOUS = Long.MIN_VALUE;

  /** What is remembered of one leg's pictures. */
  private static final class Seen {
    final Map<Long, Long> ptsByHash = lastRemembered();
    final Map<Long, Long> hashByPts = lastRemembered();
  }

  private final Map<Leg, Seen> seen = Map.of(Leg.PRIMARY, new Seen(), Leg.BACKUP, new Seen());
  private boolean guessed;
  private boolean keyframeAgreed;
  private int agreeing;
  private long primaryMinusBackup;

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
    for (Seen leg : seen.values()) {
      leg.ptsByHash.clear();
      leg.hashByPts.clear();
    }
    forgetGuess();
  }

  private void forgetGuess() {
    guessed = false;
    keyframeAgreed = false;
    agreeing = 0;
  }

  /** Learns a unit of one leg's leading track. */
  void add(Leg leg, AccessUnit unit) {
    long hash = unit.contentHash();
    Seen own = of(leg);
    own.hashByPts.put(unit.pts(), hash);
    if (own.ptsByHash.put(hash, unit.pts()) != null) {
      own.ptsByHash.put(hash, AMBIGUOUS);
    }
    if (guessed) {
      compare(leg, unit);
    }
    if (!guessed && unit.data().length() >= MIN_BYTES && isUnique(own, unit)) {
      guess(leg, unit);
    }
  }

  private static boolean isUnique(Seen own, AccessUnit unit) {
    return Long.valueOf(unit.pts()).equals(own.ptsByHash.get(unit.contentHash()));
  }

  private void compare(Leg leg, AccessUnit unit) {
    Long other = of(leg.other()).hashByPts.get(unit.pts() + distanceTo(leg.other()));
    if (other == null) {
      return;
    }
    if (other != unit.contentHash()) {
      forgetGuess();
      return;
    }
    agreeing = Math.min(agreeing + 1, AGREEING_TO_LOCK);
    keyframeAgreed |= unit.keyframe();
  }

  private void guess(Leg leg, AccessUnit unit) {
    Long other = of(leg.other()).ptsByHash.get(unit.contentHash());
    if (other == null || other == AMBIGUOUS) {
      return;
    }
    guessed = true;
    primaryMinusBackup = leg == Leg.PRIMARY ? unit.pts() - other : other - unit.pts();
    agreeing = 1;
    keyframeAgreed = unit.keyframe();
  }

  boolean isLocked() {
    return guessed && keyframeAgreed && agreeing >= AGREEING_TO_LOCK;
  }

  /** Video ticks to add to a presentation time of {@code leg} to get the other leg's. */
  long toOther(Leg leg) {
    if (!isLocked()) {
      throw new IllegalStateException("not locked");
    }
    return distanceTo(leg.other());
  }

  private long distanceTo(Leg target) {
    return target == Leg.PRIMARY ? primaryMinusBackup : -primaryMinusBackup;
  }

  private Seen of(Leg leg) {
    @Nullable Seen found = seen.get(leg);
    if (found == null) {
      throw new IllegalStateException("no such leg");
    }
    return found;
  }
}
