package live.understudy.server;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import live.understudy.server.config.StartupException;

/** Something that is being opened on another thread while this one opens something else. */
final class Opening<T> {

  /** Opens it, or says what the administrator must put right. */
  @FunctionalInterface
  interface Step<T> {
    T open() throws StartupException;
  }

  private final FutureTask<T> task;

  private Opening(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Opening<T> start(Step<T> step) {
    FutureTask<T> task = new FutureTask<>(step::open);
    Thread.ofPlatform().daemon().name("opening").start(task);
    return new Opening<>(task);
  }

  /** Waits until it is open. */
  T await() throws StartupException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartupException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("the start was interrupted", e);
    }
  }
}
