package live.understudy.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and per remote address; shared by the listeners of one server. */
public final class ConnectionLimiter {

  private final int maxTotal;
  private final int maxPerAddress;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

  public ConnectionLimiter(HttpLimits limits) {
    this.maxTotal = limits.maxConnections();
    this.maxPerAddress = limits.maxConnectionsPerAddress();
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

  /** How many connections there are now. */
  public int total() {
    return total.get();
  }

  /** Null for loopback: a reverse proxy on this machine carries everybody. */
  private static @org.jspecify.annotations.Nullable InetAddress countedAddress(
      SocketAddress remote) {
    if (remote instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && !inet.getAddress().isLoopbackAddress()) {
      return inet.getAddress();
    }
    return null;
  }
}
