package live.understudy.server.media;

import live.understudy.failover.LegHealth;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/** One leg: who publishes, how healthy it is, its preview. Owned by its program's event loop. */
final class LegAgent {

  /** What encoders are told to use; a leg is not blamed for it however short segments are. */
  private static final long USUAL_KEYFRAME_INTERVAL_US = 2_000_000;

  private final Leg leg;
  private final LegHealth health;
  private final LegMeter meter = new LegMeter();
  private final LegDoor door = new LegDoor(IngestLimits.defaults().takeovers());
  private final long partTargetUs;
  private volatile LegPreview preview;
  private @Nullable PublisherSession session;
  private @Nullable StreamConfig config;

  LegAgent(Leg leg, long segmentTargetUs, long partTargetUs) {
    this.leg = leg;
    this.health = new LegHealth(Math.max(segmentTargetUs, USUAL_KEYFRAME_INTERVAL_US) * 5 / 4);
    this.partTargetUs = partTargetUs;
    this.preview = new LegPreview(partTargetUs);
  }

  Leg leg() {
    return leg;
  }

  /** Who may publish it; for any thread. */
  LegDoor door() {
    return door;
  }

  LegPreview preview() {
    return preview;
  }

  /** Nobody looks at it any more. */
  void forgetPreview() {
    preview = new LegPreview(partTargetUs);
  }

  /** The configuration of the session that publishes now, or null. */
  @Nullable StreamConfig config() {
    return session == null ? null : config;
  }

  boolean isPublishedBy(PublisherSession candidate) {
    return candidate.equals(session);
  }

  @Nullable PublisherSession session() {
    return session;
  }

  LegMeter meter() {
    return meter;
  }

  void sessionStarted(PublisherSession next, long nowNs, long wallMs) {
    meter.connected(session != null);
    session = next;
    config = null;
    health.sessionStarted(nowNs, wallMs);
    preview.sessionStarted(wallMs);
  }

  /** Takes an event of the current session. Answers whether anything can be shown of it. */
  boolean onEvent(SessionEvent event, long nowNs, long wallMs) {
    health.onEvent(event, nowNs, wallMs);
    if (event instanceof SessionEvent.Ended) {
      session = null;
      return true;
    }
    if (event instanceof SessionEvent.Unit unit) {
      meter.received(unit.unit().data().length());
    }
    if (event instanceof SessionEvent.Configured configured) {
      config = configured.config();
    }
    return config != null;
  }

  LegSnapshot snapshot(long nowNs, long wallMs) {
    return new LegSnapshot(health.view(nowNs, wallMs), session, door.blocked());
  }
}
