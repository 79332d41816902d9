package live.understudy.failover;

/** What is known of where the two legs stand to each other. */
public enum Alignment {
  /** There are not two legs. */
  NONE,
  /** Only when their pictures arrive: the offset is uncertain by the encoders' skew. */
  ARRIVAL_TIME,
  /** Both carry one encode: the offset is exact. */
  IDENTICAL
}
