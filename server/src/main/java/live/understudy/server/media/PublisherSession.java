package live.understudy.server.media;

import live.understudy.ingest.netty.PublishRequest;
import live.understudy.media.Leg;

/** One admitted publisher of a leg; identity matters, not content. */
final class PublisherSession {

  private final PublishRequest request;

  PublisherSession(PublishRequest request) {
    this.request = request;
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
}
