package live.understudy.server.align.worker;

/** Sound that no decoder here can make anything of. */
final class UndecodableException extends Exception {

  private static final long serialVersionUID = 1L;

  UndecodableException(String message) {
    super(message);
  }
}
