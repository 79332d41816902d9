package live.understudy.server.media;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass for all programs of one event loop. A timer for each would keep the loop busy with
 * timers: instead one goes round, a share of the programs at a time. But for {@link #loop} it
 * belongs to its loop.
 */
final class LoopTicker {

  /** Each program's turn comes so often. */
  static final long TICK_MS = 20;

  private static final int SHARES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(LoopTicker.class);

  private final EventLoop loop;
  private final List<List<Turn>> shares = new ArrayList<>();
  private @Nullable ScheduledFuture<?> timer;
  private int next;
  private int turns;

  LoopTicker(EventLoop loop) {
    this.loop = loop;
    for (int i = 0; i < SHARES; i++) {
      shares.add(new ArrayList<>());
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** What is called again and again until it is ended. */
  final class Turn {
    private final Runnable action;
    private boolean ended;

    private Turn(Runnable action) {
      this.action = action;
    }

    /** It is not called any more; may be called by the action itself. */
    void end() {
      if (!ended) {
        ended = true;
        turns--;
      }
    }
  }

  /** Calls {@code action} every {@link #TICK_MS} from now on; one that fails is called again. */
  Turn begin(Runnable action) {
    Turn turn = new Turn(action);
    List<Turn> smallest = shares.getFirst();
    for (List<Turn> share : shares) {
      smallest = share.size() < smallest.size() ? share : smallest;
    }
    smallest.add(turn);
    turns++;
    if (timer == null) {
      long everyUs = TimeUnit.MILLISECONDS.toMicros(TICK_MS) / SHARES;
      timer = loop.scheduleAtFixedRate(this::goRound, everyUs, everyUs, TimeUnit.MICROSECONDS);
    }
    return turn;
  }

  /** Whether no timer runs. */
  boolean isIdle() {
    return timer == null;
  }

  private void goRound() {
    List<Turn> share = shares.get(next);
    next = (next + 1) % SHARES;
    boolean anyEnded = false;
    // Whoever begins meanwhile is behind those that are there.
    for (int i = 0; i < share.size(); i++) {
      Turn turn = share.get(i);
      if (!turn.ended) {
        call(turn);
      }
      anyEnded |= turn.ended;
    }
    if (anyEnded) {
      share.removeIf(turn -> turn.ended);
    }
    ScheduledFuture<?> running = timer;
    if (turns == 0 && running != null) {
      running.cancel(false);
      timer = null;
      shares.forEach(List::clear);
    }
  }

  private static void call(Turn turn) {
    try {
      turn.action.run();
    } catch (RuntimeException | AssertionError e) {
      // The others' time goes on.
      LOG.error("a program's tick failed", e);
    }
  }
}
