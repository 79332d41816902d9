package live.understudy.ingest.netty;

/** A publisher that is connected; safe to use from any thread, and after it left. */
@FunctionalInterface
public interface PublisherHandle {
  /** Tells the encoder {@code reason} and closes its connection soon after. */
  void close(String reason);
}
