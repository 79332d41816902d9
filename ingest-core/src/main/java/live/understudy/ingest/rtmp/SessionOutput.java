package live.understudy.ingest.rtmp;

/** What a {@link PublishSession} wants done, in this order. */
public sealed interface SessionOutput
    permits MediaMessage, SessionOutput.Send, SessionOutput.PublishRequested, SessionOutput.Close {

  /** Send these bytes to the peer; nobody modifies them any more. */
  record Send(byte[] bytes) implements SessionOutput {}

  /** Somebody wants to publish: answer with {@code admit} or {@code refuse}. */
  record PublishRequested(PublishTarget target) implements SessionOutput {}

  /**
   * The session is over; always the last output.
   *
   * @param reason why, in words for the operator; never a stream key
   * @param delayed whether something was sent that the peer should have time to read
   */
  record Close(String reason, boolean delayed) implements SessionOutput {}
}
