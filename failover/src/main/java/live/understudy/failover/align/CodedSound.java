package live.understudy.failover.align;

import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.Timescale;

/**
 * The newest coded sound of one leg.
 *
 * @param session number of the leg's session within its program
 * @param config what a decoder must know
 * @param units in the order of their times, none missing that came; times in ticks of {@code
 *     config}
 */
public record CodedSound(long session, AudioConfig config, List<AccessUnit> units) {

  public CodedSound {
    units = List.copyOf(units);
  }

  /** How long it lasts, nanoseconds. */
  public long durationNs() {
    if (units.isEmpty()) {
      return 0;
    }
    long ticks = units.getLast().pts() - units.getFirst().pts() + config.samplesPerFrame();
    return Timescale.convert(ticks, config.timescale(), Timescale.NANOS_PER_SECOND);
  }
}
