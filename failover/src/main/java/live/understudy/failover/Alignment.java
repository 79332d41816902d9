package live.understudy.failover;

/** What is known of where the two legs stand to each other; later ones are better. */
public enum Alignment {
  /** There are not two legs. */
  NONE,
  /** Only when their pictures arrive: the offset is uncertain by the encoders' skew. */
  ARRIVAL_TIME,
  /** Both carry the same sound: the offset is exact within a fraction of a frame. */
  SOUND,
  /** Both carry timecodes: the offset is as exact as the encoders' clocks agree. */
  TIMECODE,
  /** Both carry one encode: the offset is exact. */
  IDENTICAL
}
