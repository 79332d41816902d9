package live.understudy.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections, in all and per remote address, and the requests that wait on connections
 * which carry many; shared by the listeners of one server.
 */
public final class ConnectionLimiter {

  private final int maxTotal;
  private final int maxPerAddress;
  private final boolean loopbackCounts;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<InetAddress, Integer> parked = new ConcurrentHashMap<>();

  public ConnectionLimiter(HttpLimits limits) {
    this(limits, false);
  }

  /** Loopback is exempt unless it is said to count. */
  ConnectionLimiter(HttpLimits limits, boolean loopbackCounts) {
    this.maxTotal = limits.maxConnections();
    this.maxPerAddress = limits.maxConnectionsPerAddress();
    this.loopbackCounts = loopbackCounts;
  }

  /** Takes a place; whoever gets true must {@link #release} it once. */
  boolean tryAcquire(SocketAddress remote) {
    if (total.incrementAndGet() > maxTotal) {
      total.decrementAndGet();
      return false;
    }
    InetAddress address = countedAddress(remote);
    if (address == null) {
      return true;
    }
    int count = perAddress.merge(address, 1, Integer::sum);
    if (count > maxPerAddress) {
      release(remote);
      return false;
    }
    return true;
  }

  void release(SocketAddress remote) {
    total.decrementAndGet();
    InetAddress address = countedAddress(remote);
    if (address != null) {
      perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * Takes a place for a request of HTTP/2 that waits; whoever gets true must {@link #unpark} it
   * once. One address has as many places as it may have connections, as with HTTP/1.1, where each
   * connection waits for one request. Otherwise a few addresses with many streams could take the
   * places of a whole audience.
   */
  boolean tryPark(InetAddress address) {
    if (!counts(address)) {
      return true;
    }
    if (parked.merge(address, 1, Integer::sum) > maxPerAddress) {
      unpark(address);
      return false;
    }
    return true;
  }

  void unpark(InetAddress address) {
    if (counts(address)) {
      parked.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private boolean counts(InetAddress address) {
    return loopbackCounts || !address.isLoopbackAddress();
  }

  /** How many connections there are now. */
  public int total() {
    return total.get();
  }

  /** Null for loopback: a reverse proxy on this machine carries everybody. */
  private @Nullable InetAddress countedAddress(SocketAddress remote) {
    if (remote instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && counts(inet.getAddress())) {
      return inet.getAddress();
    }
    return null;
  }
}
