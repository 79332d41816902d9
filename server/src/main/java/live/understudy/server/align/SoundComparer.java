package live.understudy.server.align;

import java.util.function.Consumer;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundWindow;
import org.jspecify.annotations.Nullable;

/** Whoever compares the sound of two legs. Thread-safe; never blocks. */
@FunctionalInterface
public interface SoundComparer {

  /** Compares nothing. */
  SoundComparer NONE = (window, answer) -> false;

  /**
   * Has {@code window} compared some time; false when there is too much to do.
   *
   * @param answer called once, on another thread, with null when there is no answer
   */
  boolean offer(SoundWindow window, Consumer<@Nullable SoundAnswer> answer);
}
