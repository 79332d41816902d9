package live.understudy.server.http;

import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** Gives what viewers and previews play. Called on event loops; never blocks; thread-safe. */
@FunctionalInterface
public interface MediaSource {

  /**
   * What is served under a name at this moment.
   *
   * @param leg null for the program itself, otherwise the leg whose preview is asked for
   * @param name the last part of the path, such as {@code media.m3u8} or {@code 42.3.m4s}: 1 to 64
   *     of {@code a-z A-Z 0-9 . _ -}
   * @return null when there is no such thing, which becomes a 404
   */
  @Nullable MediaResource find(ProgramId program, @Nullable Leg leg, String name);
}
