package live.understudy.ingest.netty;

import live.understudy.ingest.rtmp.Passwords;

/** Decides whether a publisher may publish. */
@FunctionalInterface
public interface PublishGate {
  /** Called on the connection's event loop, before the encoder gets any answer; must not block. */
  Admission admit(PublishRequest request);

  /** Users that may prove who they are instead of bringing a key. */
  default Passwords passwords() {
    return Passwords.NONE;
  }
}
