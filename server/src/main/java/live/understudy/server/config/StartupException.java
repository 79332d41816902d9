package live.understudy.server.config;

/**
 * The server can't start, or a command can't do its work, for a reason that the administrator can
 * mend.
 *
 * <p>The message is one line that names what is wrong and what to do; it is printed alone, without
 * a stack trace, and the process exits with code 2.
 */
public final class StartupException extends Exception {

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
