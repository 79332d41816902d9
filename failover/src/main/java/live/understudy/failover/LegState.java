package live.understudy.failover;

/** What a leg's encoder is doing. */
public enum LegState {
  /** Nobody publishes. */
  OFFLINE,
  /** An encoder publishes, and no picture has come yet. */
  CONNECTING,
  /** Pictures arrive. */
  RECEIVING,
  /** The connection is there, and nothing arrives. */
  STALLED
}
