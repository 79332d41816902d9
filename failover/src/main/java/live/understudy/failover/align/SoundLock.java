package live.understudy.failover.align;

import java.util.ArrayDeque;
import java.util.Iterator;
import live.understudy.media.Timescale;

/**
 * Makes one offset of the latest measurements: three that agree lock, one that disagrees is an
 * outlier, three in a row that agree with each other begin anew. The clocks of two encoders drift
 * apart; a line through the measurements follows them.
 */
public final class SoundLock {

  private static final long MS = Timescale.NANOS_PER_SECOND / 1000;

  private static final int AGREEING = 3;

  /** Half a picture at 60 per second; between measurements of one minute drift is less. */
  private static final long TOLERANCE_NS = 8 * MS;

  /** How many measurements the line is drawn through. */
  private static final int REMEMBERED = 16;

  /** Without an answer for so many windows nothing is certain any more: the sound may be other. */
  private static final int MAX_FAILURES = 60;

  /** No clock of an encoder is further off; a steeper line is noise. */
  private static final double MAX_DRIFT = 500e-6;

  /** A line through a shorter time than this says nothing about drift. */
  private static final long MIN_DRIFT_SPAN_NS = 20 * Timescale.NANOS_PER_SECOND;

  private final ArrayDeque<OffsetMeasurement> agreed = new ArrayDeque<>();
  private final ArrayDeque<OffsetMeasurement> doubtful = new ArrayDeque<>();
  private boolean locked;
  private int failures;
  private double slope;
  private long centerNs;
  private long offsetAtCenterNs;

  /** Another session of either leg: another offset. */
  public void reset() {
    agreed.clear();
    doubtful.clear();
    locked = false;
    failures = 0;
    slope = 0;
  }

  /** The legs' sound has nothing in common. */
  public void failed() {
    if (++failures >= MAX_FAILURES) {
      reset();
    }
  }

  /** Learns the answer of one window; answers whether the offset is known and this one fits. */
  public boolean measured(OffsetMeasurement measurement) {
    failures = 0;
    if (locked && fits(measurement)) {
      doubtful.clear();
      remember(measurement);
      return true;
    }
    doubtful.addLast(measurement);
    if (doubtful.size() > AGREEING) {
      doubtful.removeFirst();
    }
    if (doubtful.size() == AGREEING && agree()) {
      agreed.clear();
      doubtful.forEach(this::remember);
      doubtful.clear();
      locked = true;
    } else if (doubtful.size() == AGREEING) {
      // Nothing fits any more, not even among themselves.
      locked = false;
      agreed.clear();
    }
    return locked && doubtful.isEmpty();
  }

  private boolean fits(OffsetMeasurement measurement) {
    long expectedNs = primaryMinusBackupNs(measurement.atPrimaryNs());
    return Math.abs(measurement.primaryMinusBackupNs() - expectedNs) <= TOLERANCE_NS;
  }

  private boolean agree() {
    long first = doubtful.getFirst().primaryMinusBackupNs();
    return doubtful.stream()
        .allMatch(one -> Math.abs(one.primaryMinusBackupNs() - first) <= TOLERANCE_NS);
  }

  private void remember(OffsetMeasurement measurement) {
    agreed.addLast(measurement);
    if (agreed.size() > REMEMBERED) {
      agreed.removeFirst();
    }
    drawLine();
  }

  /** Least squares; differences to the first measurement keep doubles exact. */
  private void drawLine() {
    OffsetMeasurement first = agreed.getFirst();
    double meanAt = 0;
    double meanOffset = 0;
    for (OffsetMeasurement one : agreed) {
      meanAt += (double) (one.atPrimaryNs() - first.atPrimaryNs()) / agreed.size();
      meanOffset +=
          (double) (one.primaryMinusBackupNs() - first.primaryMinusBackupNs()) / agreed.size();
    }
    double covariance = 0;
    double variance = 0;
    for (OffsetMeasurement one : agreed) {
      double at = one.atPrimaryNs() - first.atPrimaryNs() - meanAt;
      double offset = one.primaryMinusBackupNs() - first.primaryMinusBackupNs() - meanOffset;
      covariance += at * offset;
      variance += at * at;
    }
    long spanNs = agreed.getLast().atPrimaryNs() - first.atPrimaryNs();
    double drawn = spanNs < MIN_DRIFT_SPAN_NS || variance == 0 ? 0 : covariance / variance;
    slope = Math.clamp(drawn, -MAX_DRIFT, MAX_DRIFT);
    centerNs = first.atPrimaryNs() + Math.round(meanAt);
    offsetAtCenterNs = first.primaryMinusBackupNs() + Math.round(meanOffset);
  }

  public boolean isLocked() {
    return locked;
  }

  /** The offset where the primary's session time is {@code atPrimaryNs}. */
  public long primaryMinusBackupNs(long atPrimaryNs) {
    if (!locked) {
      throw new IllegalStateException("not locked");
    }
    return offsetAtCenterNs + Math.round(slope * (atPrimaryNs - centerNs));
  }

  /** How fast the offset changes: the backup's clock against the primary's, parts per million. */
  public double driftPpm() {
    return slope * 1e6;
  }

  /** That of the measurements it rests on, on average. */
  public double confidence() {
    Iterator<OffsetMeasurement> each = agreed.iterator();
    double sum = 0;
    while (each.hasNext()) {
      sum += each.next().confidence();
    }
    return agreed.isEmpty() ? 0 : sum / agreed.size();
  }
}
