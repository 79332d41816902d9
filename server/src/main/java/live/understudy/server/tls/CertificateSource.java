package live.understudy.server.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import live.understudy.server.config.StartupException;

/** Where the server's key and certificates come from. */
interface CertificateSource {

  /** What is watched: a change of one of them means that {@link #load} may give something else. */
  List<Path> files();

  /**
   * Reads, and where they are the server's own, makes or renews. Blocks.
   *
   * @throws StartupException when there is nothing usable; the message never holds a secret
   */
  Certificates load(Instant now) throws StartupException;

  /**
   * The same where there is nothing to go on with instead: what has expired and is else as it
   * should be is better than no server at all, and is complained of.
   */
  default Certificates loadFirst(Instant now) throws StartupException {
    return load(now);
  }

  /** Whether {@link #load} should be called although no file changed. */
  default boolean isRenewalDue(Certificates current, Instant now) {
    return false;
  }
}
