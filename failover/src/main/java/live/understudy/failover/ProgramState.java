package live.understudy.failover;

/** Where a program stands. */
public enum ProgramState {
  /** Not live: both legs are watched, nothing is published. */
  OFF,
  /** Live, and no keyframe of any leg has come yet. */
  WAITING,
  /** Live, and a leg is on air. */
  ON_AIR,
  /** Live, and no leg delivers; the first one that returns is spliced in. */
  INTERRUPTED,
  /** Over for good. */
  ENDED
}
