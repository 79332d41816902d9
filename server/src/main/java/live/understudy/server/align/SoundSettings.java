package live.understudy.server.align;

/**
 * How programs have their legs' sound compared.
 *
 * @param comparer who does it
 * @param trackEveryNs how often a known offset is measured again, for the clocks' drift
 */
public record SoundSettings(SoundComparer comparer, long trackEveryNs) {

  /** Not at all. */
  public static final SoundSettings OFF = new SoundSettings(SoundComparer.NONE, 0);
}
