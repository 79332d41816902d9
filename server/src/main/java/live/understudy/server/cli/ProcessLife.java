package live.understudy.server.cli;

import java.time.Duration;

/** Keeps {@code serve} running until it is told to stop; tests replace it. */
@FunctionalInterface
interface ProcessLife {

  /** How long a shutdown may take. */
  Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

  /** Returns when the process shall end, having closed the server; gives the exit code. */
  int await(RunningServer server) throws InterruptedException;

  /**
   * Ends on SIGTERM or SIGINT. The virtual machine would then report code 143 or 130; a clean
   * shutdown is no failure, so that the hook ends the process itself with 0.
   */
  static ProcessLife untilSignal() {
    return server -> {
      GracefulShutdown shutdown = new GracefulShutdown(server, SHUTDOWN_LIMIT);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    boolean clean = shutdown.close();
                    Runtime.getRuntime().halt(clean ? ExitCode.OK : ExitCode.FAULT);
                  },
                  "shutdown-hook"));
      Thread.currentThread().join();
      return ExitCode.OK;
    };
  }
}
