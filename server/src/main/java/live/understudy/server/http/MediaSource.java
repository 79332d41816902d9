package live.understudy.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Gives what viewers and previews play. Called on event loops and on threads of API calls; never
 * blocks; thread-safe.
 */
@FunctionalInterface
public interface MediaSource {

  /**
   * Gives exactly one answer to {@code sink}, at once or later, on any thread; after {@link
   * Parked#cancel} none.
   *
   * @return null when the answer was given at once, otherwise what waits for it
   */
  @Nullable Parked find(MediaRequest request, MediaSink sink);

  /** A request that waits for something that is not there yet. */
  interface Parked {

    /** Nobody waits any more. Thread-safe and idempotent. */
    void cancel();
  }
}
