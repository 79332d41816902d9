package live.understudy.api.command;

import java.util.List;
import live.understudy.api.event.Readiness;

/** A command that was not carried out, and why; nothing has changed. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final transient List<Readiness.Reason> reasons;

  /** Why a command was refused. */
  public enum Kind {
    UNKNOWN_EVENT,
    ID_TAKEN,
    TOO_MANY_EVENTS,
    WRONG_PHASE,
    NOT_READY,
    NOT_DELIVERING,
    KEY_UNREADABLE
  }

  public Refused(Kind kind, String message) {
    this(kind, message, List.of());
  }

  public Refused(Kind kind, String message, List<Readiness.Reason> reasons) {
    super(message, null, false, false);
    this.kind = kind;
    this.reasons = List.copyOf(reasons);
  }

  public Kind kind() {
    return kind;
  }

  /** Of {@code NOT_READY}, per language; else empty. */
  public List<Readiness.Reason> reasons() {
    return reasons;
  }
}
