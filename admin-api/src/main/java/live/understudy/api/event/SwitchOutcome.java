package live.understudy.api.event;

/** What became of the wish to put a leg on air. */
public enum SwitchOutcome {
  /** It is on air. */
  DONE,
  /** It will be, with its next keyframe. */
  PENDING,
  /** It was on air before. */
  ALREADY,
  /** It does not deliver pictures now; nothing has changed. */
  NOT_DELIVERING,
  /** The program is not live; nothing has changed. */
  NOT_LIVE
}
