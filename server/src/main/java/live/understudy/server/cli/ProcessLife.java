package live.understudy.server.cli;

import java.time.Duration;

/** Keeps {@code serve} running until it is told to stop; tests replace it. */
@FunctionalInterface
interface ProcessLife {

  /** How long a shutdown may take. */
  Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

  /**
   * Returns when the process shall end, having closed the server; gives the exit code.
   *
   * @param announce run once signals are handled: whoever reads the banner may send one at once
   */
  int await(RunningServer server, Runnable announce) throws InterruptedException;

  /**
   * Ends on SIGTERM or SIGINT. The virtual machine would then report code 143 or 130; a clean
   * shutdown is no failure, so that the hook ends the process itself with 0.
   */
  static ProcessLife untilSignal() {
    return (server, announce) -> {
      GracefulShutdown shutdown = new GracefulShutdown(server, SHUTDOWN_LIMIT);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    boolean clean = shutdown.close();
                    Runtime.getRuntime().halt(clean ? ExitCode.OK : ExitCode.FAULT);
                  },
                  "shutdown-hook"));
      announce.run();
      Thread.currentThread().join();
      return ExitCode.OK;
    };
  }
}
