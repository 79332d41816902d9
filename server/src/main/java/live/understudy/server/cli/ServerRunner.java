package live.understudy.server.cli;

import live.understudy.server.config.ServerConfig;
import live.understudy.server.config.StartupException;

/** Starts a whole server; the composition root implements it. */
@FunctionalInterface
public interface ServerRunner {

  /**
   * Starts everything and returns once it is ready for encoders and viewers.
   *
   * @throws StartupException when the administrator must put something right; everything that was
   *     started has been closed again
   */
  RunningServer start(ServerConfig config) throws StartupException;
}
