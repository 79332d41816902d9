package live.understudy.server.media;

import live.understudy.ingest.netty.PublishRequest;
import live.understudy.media.Leg;

/** One admitted publisher of a leg; identity matters, not content. */
final class PublisherSession {

  private final PublishRequest request;
  private volatile long heardNs;

  /** {@code nowNs}: when it was let in, which counts as a sign of life. */
  PublisherSession(PublishRequest request, long nowNs) {
    this.request = request;
    this.heardNs = nowNs;
  }

  /** It sent something; called on its connection's loop. */
  void heard(long nowNs) {
    heardNs = nowNs;
  }

  /** How long it has sent nothing; from any thread. */
  long silentNs(long nowNs) {
    return nowNs - heardNs;
  }

  Leg leg() {
    return request.leg();
  }

  String remoteAddress() {
    return request.remoteAddress();
  }

  boolean tls() {
    return request.tls();
  }

  /** Tells the encoder why and closes its connection. */
  void close(String reason) {
    request.publisher().close(reason);
  }

  /** The same, when another encoder has its place. */
  void displace(String reason) {
    request.publisher().displace(reason);
  }
}
