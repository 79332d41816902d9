package live.understudy.server.media;

import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.TakeoverBrake;
import org.jspecify.annotations.Nullable;

/** Who may publish a leg: the newest one, within bounds, unless an operator blocked it. */
final class LegDoor {

  static final String FIGHT =
      "another encoder publishes this leg with the same stream key; stop one of the two";
  static final String BLOCKED = "an operator blocked this encoder";

  private final TakeoverBrake brake;
  private @Nullable PublisherSession inside;
  private volatile boolean blocked;

  LegDoor(IngestLimits.Takeovers limits) {
    this.brake = new TakeoverBrake(limits);
  }

  /**
   * Lets a publisher in, or says why not. {@code announced} runs before anybody else gets in, so
   * that publishers are announced in the order in which they were let in.
   */
  synchronized @Nullable String enter(PublisherSession next, long nowNs, Runnable announced) {
    if (blocked) {
      return BLOCKED;
    }
    PublisherSession current = inside;
    if (current != null && !brake.allows(current.silentNs(nowNs), nowNs)) {
      return FIGHT;
    }
    inside = next;
    announced.run();
    return null;
  }

  /** A publisher's session is over. */
  synchronized void left(PublisherSession session) {
    if (session.equals(inside)) {
      inside = null;
    }
  }

  boolean blocked() {
    return blocked;
  }

  /** Keeps everybody out, or no longer so. */
  synchronized void block(boolean on) {
    blocked = on;
    brake.release();
    if (on) {
      disconnect(BLOCKED);
    }
  }

  /** Ends whoever publishes; whether anybody did. */
  synchronized boolean disconnect(String reason) {
    PublisherSession current = inside;
    brake.release();
    if (current == null) {
      return false;
    }
    inside = null;
    current.close(reason);
    return true;
  }
}
