package live.understudy.server.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;

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

  private static final long NS_PER_MS = 1_000_000;

  private final HttpLimits limits;
  private final Alarm alarm;
  private Phase phase = Phase.IDLE;
  private boolean stopped;
  private boolean started;

  /** {@code onExpired} gets the phase that took too long. */
  ReadClock(HttpLimits limits, Consumer<Phase> onExpired) {
    this.limits = limits;
    this.alarm = new Alarm(() -> onExpired.accept(phase));
  }

  /** Only notes the phase: {@link #readComplete} starts it, because most end with the same read. */
  void bytesArrived() {
    if (phase == Phase.IDLE) {
      phase = Phase.HEADERS;
      started = false;
    }
  }

  void enter(Phase next) {
    phase = next;
    started = false;
  }

  /** What came with one read has been looked at. */
  void readComplete(ChannelHandlerContext ctx) {
    if (!stopped && !started) {
      restart(ctx);
    }
  }

  /** Stands still until {@link #resume}. */
  void stop() {
    stopped = true;
    alarm.clear();
  }

  void resume(ChannelHandlerContext ctx) {
    stopped = false;
    restart(ctx);
  }

  /** Never rings again. */
  void end() {
    stopped = true;
    alarm.end();
  }

  private void restart(ChannelHandlerContext ctx) {
    started = true;
    long timeoutMs =
        switch (phase) {
          case IDLE -> limits.keepAliveIdleMs();
          case HEADERS -> limits.headersTimeoutMs();
          case BODY -> limits.bodyTimeoutMs();
        };
    alarm.set(ctx.executor(), System.nanoTime() + timeoutMs * NS_PER_MS);
  }
}
