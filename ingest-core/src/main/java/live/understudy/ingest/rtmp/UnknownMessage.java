package live.understudy.ingest.rtmp;

/** A message of a type that a publisher has no use for; shared objects for example. */
public record UnknownMessage(RawMessage raw) implements RtmpMessage {
  @Override
  public RawMessage write() {
    return raw;
  }
}
