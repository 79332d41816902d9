package live.understudy.ingest.netty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;

/** Counts the connections of one listener, in all and by address. Safe for many event loops. */
final class ConnectionCounter {
  private final IngestLimits.Connections limits;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int total;

  ConnectionCounter(IngestLimits.Connections limits) {
    this.limits = limits;
  }

  /** Counts a connection; or says why there is one too many, and counts nothing. */
  synchronized @Nullable String open(InetAddress address) {
    if (total >= limits.max()) {
      return "more than " + limits.max() + " connections";
    }
    int same = byAddress.getOrDefault(address, 0);
    if (same >= limits.maxPerAddress()) {
      return "more than " + limits.maxPerAddress() + " connections from one address";
    }
    total++;
    byAddress.put(address, same + 1);
    return null;
  }

  synchronized void close(InetAddress address) {
    total--;
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized int total() {
    return total;
  }
}
