package live.understudy.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a client may take to send a request. The clock stands still while we answer, because
 * then it is not the client who keeps us waiting.
 */
final class ReadClock {

  /** Where the next request stands. */
  enum Phase {
    /** No byte of it has come. */
    IDLE,
    /** Its first byte has come. */
    HEADERS,
    /** Its headers are complete. */
    BODY
  }

  private final HttpLimits limits;
  private final java.util.function.Consumer<Phase> onExpired;
  private Phase phase = Phase.IDLE;
  private boolean stopped;
  private @Nullable Future<?> deadline;

  /** {@code onExpired} gets the phase that took too long. */
  ReadClock(HttpLimits limits, java.util.function.Consumer<Phase> onExpired) {
    this.limits = limits;
    this.onExpired = onExpired;
  }

  void bytesArrived(ChannelHandlerContext ctx) {
    if (phase == Phase.IDLE) {
      enter(ctx, Phase.HEADERS);
    }
  }

  void enter(ChannelHandlerContext ctx, Phase next) {
    phase = next;
    if (!stopped) {
      restart(ctx);
    }
  }

  /** Stands still until {@link #resume}. */
  void stop() {
    stopped = true;
    cancel();
  }

  void resume(ChannelHandlerContext ctx) {
    stopped = false;
    restart(ctx);
  }

  private void restart(ChannelHandlerContext ctx) {
    cancel();
    int timeoutMs =
        switch (phase) {
          case IDLE -> limits.keepAliveIdleMs();
          case HEADERS -> limits.headersTimeoutMs();
          case BODY -> limits.bodyTimeoutMs();
        };
    deadline =
        ctx.executor().schedule(() -> onExpired.accept(phase), timeoutMs, TimeUnit.MILLISECONDS);
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
