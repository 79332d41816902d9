package live.understudy.failover;

/** What became of an operator's wish to put a leg on air. */
public enum SwitchOutcome {
  /** It is on air. */
  DONE,
  /** It will be with its next keyframe. */
  PENDING,
  /** It was on air before; a wish for the other one that waited is over. */
  ALREADY,
  /** It does not deliver pictures now. */
  NOT_DELIVERING,
  /** The program is not live. */
  NOT_LIVE
}
