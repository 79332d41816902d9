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

  /** A session began. */
  void connected() {
    sessions.increment();
  }

  /** One that still was there had to give way to it. */
  void takenOver() {
    takeovers.increment();
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
