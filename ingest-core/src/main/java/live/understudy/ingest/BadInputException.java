package live.understudy.ingest;

/**
 * A peer sent what it must not send; the connection ends with this reason.
 *
 * <p>The reason is one sentence for the operator. It never contains a stream key or bytes of the
 * peer's input beyond numbers and names of codecs. There is no stack trace: strangers can cause
 * this exception as often as they like.
 */
public final class BadInputException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadInputException(String reason) {
    super(reason, null, false, false);
  }

  /** What was wrong, in words for the operator. */
  public String reason() {
    String message = getMessage();
    return message == null ? "bad input" : message;
  }
}
