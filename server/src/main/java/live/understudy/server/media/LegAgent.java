package live.understudy.server.media;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import live.understudy.failover.LegHealth;
import live.understudy.hls.MediaMemory;
import live.understudy.hls.Parking;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.AccessUnit;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.MediaSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One leg: who publishes, how healthy it is, its preview. Owned by its program's event loop. */
final class LegAgent {

  private static final Logger LOG = LoggerFactory.getLogger(LegAgent.class);

  /** What encoders are told to use; a leg is not blamed for it however short segments are. */
  private static final long USUAL_KEYFRAME_INTERVAL_US = 2_000_000;

  private final Leg leg;
  private final LegHealth health;
  private final LegMeter meter = new LegMeter();
  private final LegDoor door = new LegDoor(IngestLimits.defaults().takeovers());
  private final long partTargetUs;
  private final MediaMemory memory;
  private final Parking parking;
  private volatile LegPreview preview;
  private @Nullable PublisherSession session;
  private @Nullable StreamConfig config;
  private boolean seen;
  private boolean closed;

  /** {@code memory}: where its preview lies, and what it sent some time ago. */
  LegAgent(Leg leg, long segmentTargetUs, long partTargetUs, MediaMemory memory) {
    this.leg = leg;
    this.memory = memory;
    this.parking = new Parking(memory);
    this.health = new LegHealth(Math.max(segmentTargetUs, USUAL_KEYFRAME_INTERVAL_US) * 5 / 4);
    this.partTargetUs = partTargetUs;
    this.preview = new LegPreview(partTargetUs, memory);
  }

  Leg leg() {
    return leg;
  }

  /** Who may publish it; for any thread. */
  LegDoor door() {
    return door;
  }

  /** Answers now when somebody is watching anyway, else from the leg's loop. */
  void showPreview(String name, MediaSink sink, Executor loop) {
    LegPreview wanted = preview;
    if (wanted.isShown()) {
      answer(wanted, name, sink);
    } else {
      loop.execute(() -> {
        // The other one may have been forgotten by now.
        LegPreview current = preview;
        try {
          if (!closed) {
            current.show(System.nanoTime());
          }
        } catch (RuntimeException | AssertionError e) {
          current.giveUpSession();
          LOG.error("preview failed until the next session: leg={}", leg, e);
        }
        answer(current, name, sink);
      });
    }
  }

  private static void answer(LegPreview preview, String name, MediaSink sink) {
    MediaResource found = preview.find(name, System.nanoTime());
    sink.answer(found == null ? new MediaAnswer.Missing() : new MediaAnswer.Found(found));
  }

  /** Nobody looks at it any more. */
  void forgetPreview() {
    LegPreview forgotten = preview;
    preview = new LegPreview(partTargetUs, memory);
    forgotten.close();
  }

  /** Nothing is shown of it from here on. */
  void close() {
    closed = true;
    forgetPreview();
    parking.close();
  }

  /** Time has passed. */
  void expirePreview(long nowNs) {
    preview.expire(nowNs);
  }

  /** Whether somebody publishes it, or may be looking at it. */
  boolean isInUse() {
    return session != null || preview.isShown();
  }

  /** Gives an event that was taken on to {@code program}, and shows it in the preview. */
  void pass(SessionEvent event, long nowNs, Consumer<SessionEvent> program) {
    if (closed) {
      return;
    }
    parking.pass(
        event,
        parkable -> {
          showInPreview(parkable, nowNs);
          program.accept(parkable);
        });
  }

  /** What goes wrong with a preview costs the program nothing. */
  private void showInPreview(SessionEvent event, long nowNs) {
    try {
      preview.onEvent(event, nowNs);
    } catch (RuntimeException | AssertionError e) {
      preview.giveUpSession();
      LOG.error("preview failed until the next session: leg={}", leg, e);
    }
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
    meter.connected();
    session = next;
    config = null;
    seen = false;
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
      seen |= beginsToShow(unit.unit());
    }
    if (event instanceof SessionEvent.Configured configured) {
      config = configured.config();
    }
    return config != null;
  }

  private boolean beginsToShow(AccessUnit unit) {
    StreamConfig current = config;
    return current != null
        && (current.video() == null || (unit.track() == TrackType.VIDEO && unit.keyframe()));
  }

  /** Whether its newest session has sent what can be shown by itself. */
  boolean isSeen() {
    return seen;
  }

  LegSnapshot snapshot(long nowNs, long wallMs) {
    return new LegSnapshot(health.view(nowNs, wallMs), session, door.blocked());
  }
}
