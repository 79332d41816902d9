package live.understudy.api.auth;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import live.understudy.api.key.Secrets;

/**
 * A password for a first user, and its hash. Hashing is slow by design, so that it can be made on
 * another thread while the database of a new installation is opened.
 */
public final class FirstUser {
  private static final int PASSWORD_LETTERS = 20; // 100 bits

  /** Both secrets. */
  record Credentials(String password, String hash) {
    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }

  private final FutureTask<Credentials> task;

  /** Makes nothing yet. */
  public FirstUser(PasswordCost cost) {
    task =
        new FutureTask<>(() -> {
          String password = Secrets.random(PASSWORD_LETTERS);
          return new Credentials(password, new Passwords(cost, 1).hash(password));
        });
  }

  /** Begins on a thread of its own, because it will probably be needed. */
  public FirstUser ahead() {
    Thread.ofPlatform().daemon().name("first-user").start(task);
    return this;
  }

  /** Makes it now, or waits for what was begun. */
  Credentials get() {
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
