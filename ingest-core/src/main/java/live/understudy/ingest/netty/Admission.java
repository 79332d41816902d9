package live.understudy.ingest.netty;

/** The gate's answer. */
public sealed interface Admission {

  /** The publisher may publish; its session's events go to {@code sink}. */
  record Admitted(SessionSink sink) implements Admission {}

  /**
   * The publisher may not.
   *
   * @param reason for the encoder's operator and for the log; never a stream key
   */
  record Refused(String reason) implements Admission {}
}
