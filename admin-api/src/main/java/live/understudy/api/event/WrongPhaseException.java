package live.understudy.api.event;

/** The event is in a phase from which what was asked for can't be reached. */
public final class WrongPhaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WrongPhaseException(String message) {
    super(message);
  }
}
