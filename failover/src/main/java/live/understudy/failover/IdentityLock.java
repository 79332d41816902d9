package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;

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

  private final PerLeg<SeenPictures> seen =
      new PerLeg<>(new SeenPictures(REMEMBERED), new SeenPictures(REMEMBERED));
  private boolean guessed;
  private boolean keyframeAgreed;
  private int agreeing;
  private long primaryMinusBackup;

  /** Either leg began another session: what was known is worth nothing. */
  void reset() {
    seen.require(Leg.PRIMARY).clear();
    seen.require(Leg.BACKUP).clear();
    forgetGuess();
  }

  private void forgetGuess() {
    guessed = false;
    keyframeAgreed = false;
    agreeing = 0;
  }

  /** Learns a unit of one leg's leading track. */
  void add(Leg leg, AccessUnit unit) {
    SeenPictures own = seen.require(leg);
    own.add(unit.pts(), unit.contentHash());
    if (guessed) {
      compare(leg, unit);
    }
    boolean tells = unit.data().length() >= MIN_BYTES;
    if (!guessed && tells && own.only(unit.contentHash()) != SeenPictures.NONE) {
      guess(leg, unit);
    }
  }

  private void compare(Leg leg, AccessUnit unit) {
    SeenPictures others = seen.require(leg.other());
    int other = others.at(unit.pts() + distanceTo(leg.other()));
    if (other == SeenPictures.NONE) {
      return;
    }
    if (others.hash(other) != unit.contentHash()) {
      forgetGuess();
      return;
    }
    agreeing = Math.min(agreeing + 1, AGREEING_TO_LOCK);
    keyframeAgreed |= unit.keyframe();
  }

  private void guess(Leg leg, AccessUnit unit) {
    SeenPictures others = seen.require(leg.other());
    int other = others.only(unit.contentHash());
    if (other == SeenPictures.NONE) {
      return;
    }
    long distance = unit.pts() - others.pts(other);
    guessed = true;
    primaryMinusBackup = leg == Leg.PRIMARY ? distance : -distance;
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
}
