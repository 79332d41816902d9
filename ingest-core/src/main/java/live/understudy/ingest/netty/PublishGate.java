package live.understudy.ingest.netty;

/** Decides whether a publisher may publish. */
@FunctionalInterface
public interface PublishGate {
  /** Called on the connection's event loop, before the encoder gets any answer; must not block. */
  Admission admit(PublishRequest request);
}
