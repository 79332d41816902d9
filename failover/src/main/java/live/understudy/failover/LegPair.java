package live.understudy.failover;

import java.util.function.LongSupplier;
import live.understudy.failover.align.CodedSound;
import live.understudy.failover.align.SoundWindow;
import live.understudy.failover.health.LegQuality;
import live.understudy.media.Leg;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** The sessions of both legs, and what is known of where they stand to each other. */
final class LegPair {

  /** A leg whose newest picture is older than this is not worth switching to. */
  private static final long MAX_STANDBY_AGE_NS = Nanos.PER_SECOND;

  private final SessionLimits limits;
  private final PerLeg<LegSession> sessions = new PerLeg<>();
  private final IdentityLock identity = new IdentityLock();
  private final LegOffsets offsets = new LegOffsets();
  private final PerLeg<LegQuality> qualities = new PerLeg<>(new LegQuality(), new LegQuality());
  private final LongSupplier serials;

  /** {@code serials} numbers the sessions. */
  LegPair(SessionLimits limits, LongSupplier serials) {
    this.limits = limits;
    this.serials = serials;
  }

  /** A new session of {@code leg} takes the place of the one before. */
  LegSession begin(Leg leg) {
    LegSession session = new LegSession(leg, serials.getAsLong(), limits);
    LegSession before = sessions.put(leg, session);
    if (before != null) {
      before.close();
    }
    identity.reset();
    offsets.reset();
    quality(leg).reset();
    return session;
  }

  void clear() {
    for (Leg leg : Leg.values()) {
      LegSession session = sessions.get(leg);
      if (session != null) {
        session.close();
      }
    }
    sessions.clear();
    identity.reset();
    offsets.reset();
  }

  /** Learns from a unit that was added to its session. */
  void learn(LegSession session, LegUnit added, long nowNs) {
    quality(session.leg()).add(added.unit(), added.config(), nowNs);
    if (added.isLead()) {
      identity.add(session.leg(), added.unit());
      offsets.add(session.leg(), added);
    }
  }

  @Nullable LegSession get(Leg leg) {
    return sessions.get(leg);
  }

  LegSession require(Leg leg) {
    return sessions.require(leg);
  }

  boolean isUsable(Leg leg) {
    LegSession session = sessions.get(leg);
    return session != null && session.isAlive() && session.hasPicture();
  }

  boolean delivers(Leg leg, long nowNs) {
    return isUsable(leg) && nowNs - require(leg).headNs() < MAX_STANDBY_AGE_NS;
  }

  LegQuality quality(Leg leg) {
    return qualities.require(leg);
  }

  IdentityLock identity() {
    return identity;
  }

  LegOffsets offsets() {
    return offsets;
  }

  /** The newest sound of both; null where one has none. */
  @Nullable SoundWindow soundWindow() {
    LegSession primary = require(Leg.PRIMARY);
    LegSession backup = require(Leg.BACKUP);
    CodedSound ofPrimary = primary.latestSound();
    CodedSound ofBackup = backup.latestSound();
    if (ofPrimary == null || ofBackup == null) {
      return null;
    }
    long expectedNs = backup.arrivalDelayNs() - primary.arrivalDelayNs();
    return new SoundWindow(ofPrimary, ofBackup, expectedNs);
  }

  /** The longest distance between keyframes of what is connected; 0 where none is known. */
  long longestGopNs() {
    long longestNs = 0;
    for (Leg leg : Leg.values()) {
      LegSession session = sessions.get(leg);
      if (session != null && session.isAlive()) {
        longestNs = Math.max(longestNs, session.longestGopNs());
      }
    }
    return longestNs;
  }

  /** What a switch now would go by. */
  Alignment alignment() {
    if (!isUsable(Leg.PRIMARY) || !isUsable(Leg.BACKUP)) {
      return Alignment.NONE;
    }
    return identity.isLocked() && configsAreEqual() ? Alignment.IDENTICAL : offsets.kind();
  }

  /** How much later a picture arrives by the backup than by the primary; null when not known. */
  @Nullable Double backupBehindMs() {
    Long distanceNs = offsets.primaryMinusBackupNs();
    if (distanceNs == null || !isUsable(Leg.PRIMARY) || !isUsable(Leg.BACKUP)) {
      return null;
    }
    long delaysNs = require(Leg.BACKUP).arrivalDelayNs() - require(Leg.PRIMARY).arrivalDelayNs();
    return (delaysNs - distanceNs) / (double) Nanos.PER_MS;
  }

  private boolean configsAreEqual() {
    StreamConfig primary = require(Leg.PRIMARY).config();
    return primary != null && primary.equals(require(Leg.BACKUP).config());
  }
}
