package live.understudy.api.event;

/** Where an event stands in its life. Phases only move forward, one step at a time. */
public enum Phase {
  /** Announced; encoders may connect, viewers see nothing yet. */
  SCHEDULED,
  /** Viewers get the programs. */
  LIVE,
  /** Stopped for good: it is never live again. */
  ENDED,
  /** The recording is offered in place of the live programs. */
  ON_DEMAND;

  /** Whether {@code next} is the one phase that may follow this one. */
  public boolean canBecome(Phase next) {
    return next.ordinal() == ordinal() + 1;
  }
}
