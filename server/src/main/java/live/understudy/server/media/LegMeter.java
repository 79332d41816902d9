package live.understudy.server.media;

import java.util.concurrent.atomic.LongAdder;

/** What a leg has received; counted on its loop, read anywhere. */
final class LegMeter {

  private final LongAdder bytes = new LongAdder();
  private final LongAdder sessions = new LongAdder();
  private final LongAdder takeovers = new LongAdder();

  void received(int length) {
    bytes.add(length);
  }

  /** A session began, while another one still was there or not. */
  void connected(boolean tookOver) {
    sessions.increment();
    if (tookOver) {
      takeovers.increment();
    }
  }

  double bytes() {
    return bytes.sum();
  }

  double sessions() {
    return sessions.sum();
  }

  double takeovers() {
    return takeovers.sum();
  }
}
