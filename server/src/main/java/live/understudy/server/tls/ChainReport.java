package live.understudy.server.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a certificate.
 *
 * @param problem why peers would refuse it and what to do; null when they would not
 * @param hints what is worth a look all the same
 */
record ChainReport(@Nullable String problem, List<String> hints) {

  static ChainReport refused(String problem) {
    return new ChainReport(problem, List.of());
  }
}
