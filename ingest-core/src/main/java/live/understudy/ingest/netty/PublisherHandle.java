package live.understudy.ingest.netty;

/** A publisher that is connected; safe to use from any thread, and after it left. */
@FunctionalInterface
public interface PublisherHandle {
  /** Tells the encoder {@code reason} and closes its connection soon after. */
  void close(String reason);

  /** The same, saying that another encoder has its place where there is a word for that. */
  default void displace(String reason) {
    close(reason);
  }
}
