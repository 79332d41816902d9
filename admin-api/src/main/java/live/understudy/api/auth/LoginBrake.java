package live.understudy.api.auth;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.api.event.ApiLimits;

/**
 * Slows down whoever guesses passwords, per address and per user name; thread-safe.
 *
 * <p>A user's failures elsewhere hold up only addresses that have failed often enough themselves:
 * otherwise a stranger who guesses could keep an operator from stopping an event.
 *
 * <p>An attempt counts as failed from its start, until {@link #succeeded}: many attempts at one
 * time are no way around the count. Memory is bounded: the source that has been quiet longest is
 * forgotten first.
 */
public final class LoginBrake {
  private final ApiLimits limits;
  private final Map<String, Failures> addresses = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Failures> users = new LinkedHashMap<>(16, 0.75f, true);

  public LoginBrake(ApiLimits limits) {
    this.limits = limits;
  }

  private record Failures(int count, long blockedUntilMs) {
    static final Failures NONE = new Failures(0, Long.MIN_VALUE);
  }

  /**
   * Asks to try a password.
   *
   * @return 0 when the attempt may be made, else milliseconds to wait before asking again
   */
  public synchronized long tryAttempt(String address, String username, long nowMs) {
    String source = source(address);
    Failures ofAddress = addresses.getOrDefault(source, Failures.NONE);
    Failures ofUser = users.getOrDefault(username, Failures.NONE);
    long blockedUntilMs = ofAddress.blockedUntilMs;
    if (ofAddress.count >= limits.freeLoginFailures()) {
      blockedUntilMs = Math.max(blockedUntilMs, ofUser.blockedUntilMs);
    }
    if (blockedUntilMs > nowMs) {
      return blockedUntilMs - nowMs;
    }
    put(addresses, source, failedAgain(ofAddress, nowMs));
    put(users, username, failedAgain(ofUser, nowMs));
    return 0;
  }

  /** The attempt was right: what its address and user did before is forgiven. */
  public synchronized void succeeded(String address, String username) {
    addresses.remove(source(address));
    users.remove(username);
  }

  /** How many sources are remembered; for tests of the bound. */
  synchronized int remembered() {
    return addresses.size() + users.size();
  }

  private Failures failedAgain(Failures before, long nowMs) {
    // Quiet for twice the longest back-off: start anew.
    boolean old =
        before.count > 0 && nowMs - before.blockedUntilMs > 2 * limits.maxLoginBackoffMs();
    int count = old ? 1 : before.count + 1;
    int doublings = Math.min(count - limits.freeLoginFailures() - 1, 30);
    long backoffMs =
        doublings < 0
            ? 0
            : Math.min(limits.firstLoginBackoffMs() << doublings, limits.maxLoginBackoffMs());
    return new Failures(count, nowMs + backoffMs);
  }

  private void put(Map<String, Failures> map, String key, Failures failures) {
    map.put(key, failures);
    if (map.size() > limits.maxLoginSources()) {
      Iterator<String> oldest = map.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** One customer of an IPv6 provider has at least a /64 (RFC 6177): that is one source. */
  private static String source(String address) {
    int groups = 0;
    int at = -1;
    while (groups < 4 && (at = address.indexOf(':', at + 1)) >= 0) {
      groups++;
    }
    return groups == 4 ? address.substring(0, at) : address;
  }
}
