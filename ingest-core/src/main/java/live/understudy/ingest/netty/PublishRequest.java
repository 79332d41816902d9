package live.understudy.ingest.netty;

import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks to publish.
 *
 * @param leg the leg that the listener serves
 * @param app the first part of the address's path
 * @param streamKey the key as it came; a secret
 * @param remoteAddress the peer's IP address, without the port
 * @param tls whether the connection is encrypted
 * @param publisher ends this publisher later
 * @param user who has proven by password to be it, which counts for a key; null for nobody
 */
public record PublishRequest(
    Leg leg,
    String app,
    String streamKey,
    String remoteAddress,
    boolean tls,
    PublisherHandle publisher,
    @Nullable String user) {

  /** By a key alone. */
  public PublishRequest(
      Leg leg,
      String app,
      String streamKey,
      String remoteAddress,
      boolean tls,
      PublisherHandle publisher) {
    this(leg, app, streamKey, remoteAddress, tls, publisher, null);
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return "PublishRequest[leg=%s, app=%s, streamKey=***, remote=%s, tls=%s]"
        .formatted(leg, app, remoteAddress, tls);
  }
}
