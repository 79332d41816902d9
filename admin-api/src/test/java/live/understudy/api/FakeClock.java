package live.understudy.api;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until told to go on. */
final class FakeClock implements InstantSource {
  private volatile long nowMs = 1_800_000_000_000L;

  synchronized void advanceMs(long ms) {
    nowMs += ms;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs);
  }
}
