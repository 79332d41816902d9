package live.understudy.failover.health;

import java.util.Set;
import live.understudy.media.Timescale;

/**
 * Counts of the last seconds in buckets of arrival time, and what they usually were. Rates are
 * judged over whole buckets only.
 */
final class QualityWindow {

  /** What was usual is forgotten slowly: 1/16 with each bucket. */
  private static final int USUAL_SHIFT = 4;

  private final QualityLimits limits;
  private final long[] index;
  private final long[] pictures;
  private final long[] deltaBytes;
  private final int[] sounds;
  private final int[] silentSounds;
  private final long[] headNs;

  /** What waited behind a stall: so much at a time is not the rate. */
  private final boolean[] burst;

  /** How many buckets pictures are counted over. */
  private final int span;

  /** Over as many buckets, in 1/256: encoders send pictures in groups that buckets tear apart. */
  private long usualPictures;

  private long usualBytes;

  /** Where the media stood when the last bucket was complete; MIN_VALUE before. */
  private long learnedHeadNs = Long.MIN_VALUE;

  private long newest = Long.MIN_VALUE;
  private long first = Long.MIN_VALUE;

  QualityWindow(QualityLimits limits) {
    this.limits = limits;
    int size = limits.buckets() + 2;
    index = new long[size];
    pictures = new long[size];
    deltaBytes = new long[size];
    sounds = new int[size];
    silentSounds = new int[size];
    headNs = new long[size];
    burst = new boolean[size];
    span = (int) Math.min(limits.buckets(), 2 * Timescale.NANOS_PER_SECOND / limits.bucketNs());
    reset();
  }

  void reset() {
    newest = Long.MIN_VALUE;
    first = Long.MIN_VALUE;
    usualPictures = 0;
    usualBytes = 0;
    learnedHeadNs = Long.MIN_VALUE;
    for (int i = 0; i < index.length; i++) {
      index[i] = Long.MIN_VALUE;
    }
  }

  void video(long nowNs, boolean keyframe, int bytes) {
    int slot = slot(nowNs);
    pictures[slot]++;
    if (!keyframe) {
      deltaBytes[slot] += bytes;
    }
  }

  void audio(long nowNs, boolean silent) {
    int slot = slot(nowNs);
    sounds[slot]++;
    silentSounds[slot] += silent ? 1 : 0;
  }

  void head(long nowNs, long ptsNs) {
    headNs[slot(nowNs)] = ptsNs;
  }

  private int slot(long nowNs) {
    long bucket = Math.floorDiv(nowNs, limits.bucketNs());
    int slot = Math.floorMod(bucket, index.length);
    if (index[slot] != bucket) {
      learnUsual();
      index[slot] = bucket;
      pictures[slot] = 0;
      deltaBytes[slot] = 0;
      sounds[slot] = 0;
      silentSounds[slot] = 0;
      headNs[slot] = Long.MIN_VALUE;
      burst[slot] = false;
      if (first == Long.MIN_VALUE) {
        first = bucket;
      }
      newest = bucket;
    }
    return slot;
  }

  /** The newest bucket is complete: what is not far from usual is usual. */
  private void learnUsual() {
    if (newest == Long.MIN_VALUE) {
      return;
    }
    int slot = Math.floorMod(newest, index.length);
    burst[slot] = isBurst(slot);
    if (newest - first < span) {
      return;
    }
    for (long bucket = newest - span + 1; bucket <= newest; bucket++) {
      if (isKnown(bucket) && burst[Math.floorMod(bucket, index.length)]) {
        return;
      }
    }
    usualPictures = learned(usualPictures, sum(pictures, newest), limits.lowRatePercent());
    usualBytes = learned(usualBytes, sum(deltaBytes, newest), limits.frozenPercent());
  }

  private boolean isKnown(long bucket) {
    return index[Math.floorMod(bucket, index.length)] == bucket;
  }

  /** Of the buckets up to {@code last} over which pictures are counted. */
  private long sum(long[] counts, long last) {
    long sum = 0;
    for (long bucket = last - span + 1; bucket <= last; bucket++) {
      sum += isKnown(bucket) ? counts[Math.floorMod(bucket, index.length)] : 0;
    }
    return sum;
  }

  /** Its media passes much faster than time. */
  private boolean isBurst(int slot) {
    long headBeforeNs = learnedHeadNs;
    if (headNs[slot] == Long.MIN_VALUE) {
      return false;
    }
    learnedHeadNs = headNs[slot];
    long passedNs = headNs[slot] - headBeforeNs;
    return headBeforeNs != Long.MIN_VALUE
        && passedNs * 100 > limits.bucketNs() * limits.racingPercent();
  }

  /** A fault must not become the usual; it is forgotten in the long run all the same. */
  private static long learned(long usual, long counted, int faultPercent) {
    long value = counted << 8;
    if (usual == 0) {
      return value;
    }
    boolean fault = value * 100 < usual * faultPercent;
    return usual + ((value - usual) >> (fault ? USUAL_SHIFT + 4 : USUAL_SHIFT));
  }

  /** Adds what is wrong. */
  void judge(long nowNs, boolean withPictures, Set<QualityFault> faults) {
    long last = Math.floorDiv(nowNs, limits.bucketNs()) - 1;
    long from = last - limits.buckets() + 1;
    if (first == Long.MIN_VALUE || from <= first || newest < last) {
      // Too early, or nothing comes any more: that is not a question of quality.
      return;
    }
    judgeTime(from, last, faults);
    if (withPictures) {
      judgePictures(last, faults);
    }
    judgeSound(from, last, faults);
  }

  private void judgeTime(long from, long last, Set<QualityFault> faults) {
    int begin = Math.floorMod(from, index.length);
    int end = Math.floorMod(last, index.length);
    if (index[begin] != from || index[end] != last || headNs[begin] == Long.MIN_VALUE) {
      return;
    }
    long mediaNs = headNs[end] - headNs[begin];
    long percent = mediaNs * 100 / ((last - from) * limits.bucketNs());
    if (headNs[end] == Long.MIN_VALUE) {
      return;
    }
    if (percent < limits.standingPercent()) {
      faults.add(QualityFault.TIMESTAMPS_STANDING);
    } else if (percent > limits.racingPercent()) {
      faults.add(QualityFault.TIMESTAMPS_RACING);
    } else if (percent < limits.slowPercent()) {
      faults.add(QualityFault.TOO_SLOW);
    }
  }

  /** Of the last two seconds. */
  private void judgePictures(long last, Set<QualityFault> faults) {
    long seen = sum(pictures, last);
    long bytes = sum(deltaBytes, last);
    if ((seen << 8) * 100 < usualPictures * limits.lowRatePercent()) {
      faults.add(QualityFault.FRAME_RATE_LOW);
    }
    long perSecond = bytes * Timescale.NANOS_PER_SECOND / (span * limits.bucketNs());
    boolean few = (bytes << 8) * 100 < usualBytes * limits.frozenPercent();
    if (few && seen > 0 && perSecond < limits.frozenMaxBytesPerSecond()) {
      faults.add(QualityFault.FROZEN);
    }
  }

  private void judgeSound(long from, long last, Set<QualityFault> faults) {
    long seen = 0;
    long silent = 0;
    for (long bucket = from; bucket <= last; bucket++) {
      int slot = Math.floorMod(bucket, index.length);
      if (index[slot] == bucket) {
        seen += sounds[slot];
        silent += silentSounds[slot];
      }
    }
    if (seen > 0 && silent == seen) {
      faults.add(QualityFault.SILENT);
    }
  }
}
