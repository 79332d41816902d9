package live.understudy.ingest.rtmp;

import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;

/** Counts what one publisher sends: whether it is too much, and what is to be acknowledged. */
final class ArrivedBytes {
  private static final int MIN_WINDOW_BYTES = 64 << 10;

  private final IngestLimits limits;
  private final ArrivalBudget budget;
  private long received;
  private long acknowledged;
  private int windowBytes;

  ArrivedBytes(IngestLimits limits, long nowNs) {
    this.limits = limits;
    this.budget = new ArrivalBudget(limits.arrival(), nowNs);
    this.windowBytes = limits.chunks().acknowledgementWindowBytes();
  }

  /** How much the peer sends before it wants an acknowledgement, at least. */
  void setWindow(int bytes) {
    windowBytes = Math.max(MIN_WINDOW_BYTES, bytes);
  }

  /** Why so many bytes, read in {@code state}, are too many; null when they are not. */
  @Nullable String tooMany(int read, SessionState state, long nowNs) {
    received += read;
    if (state == SessionState.PUBLISHING && !budget.spend(read, nowNs)) {
      long megabits = limits.arrival().maxBytesPerSecond() * 8 / 1_000_000;
      return "more than " + megabits + " Mbit/s arrive; set the encoder to a lower bitrate";
    }
    int most = limits.strangers().maxBytes();
    boolean stranger = state == SessionState.CONNECT || state == SessionState.CONNECTED;
    return stranger && received > most ? "more than " + most + " bytes before a publish" : null;
  }

  /** What to acknowledge now; null when it is not time to. */
  @Nullable Acknowledgement acknowledgement() {
    if (received - acknowledged < windowBytes) {
      return null;
    }
    acknowledged = received;
    return new Acknowledgement((int) received);
  }
}
