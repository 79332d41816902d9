package live.understudy.server.cli;

/** The exit codes of every command. */
final class ExitCode {

  static final int OK = 0;

  /** The program is at fault; a stack trace was logged. */
  static final int FAULT = 1;

  /** Usage, configuration or start-up: one line on standard error says what to put right. */
  static final int USER = 2;

  private ExitCode() {}
}
