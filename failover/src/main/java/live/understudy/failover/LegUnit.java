package live.understudy.failover;

import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;

/**
 * An access unit of a session.
 *
 * @param unit all that is known of it; without its data when that is parked
 * @param config the configuration that was in force when it came
 * @param parked where its data is; null for in {@code unit}
 */
record LegUnit(AccessUnit unit, StreamConfig config, @Nullable Parked parked) {

  /** Bytes {@code from} to {@code from + length - 1} of a parcel. */
  record Parked(Parcel parcel, int from, int length) {}

  LegUnit(AccessUnit unit, StreamConfig config) {
    this(unit, config, null);
  }

  /** Whether it is of the track that cuts segments: a picture, or sound where there is no other. */
  boolean isLead() {
    return unit.track() == config.lead().track();
  }

  /** How many bytes its data is. */
  int bytes() {
    return parked == null ? unit.data().length() : parked.length();
  }

  /** The unit with its data. */
  AccessUnit whole() {
    return parked == null
        ? unit
        : unit.withData(parked.parcel().read(parked.from(), parked.length()));
  }

  /** The same with its data in {@code parcel}. */
  LegUnit parkedIn(Parcel parcel, int from) {
    AccessUnit empty = unit.withData(ByteSlice.EMPTY);
    return new LegUnit(empty, config, new Parked(parcel, from, unit.data().length()));
  }
}
