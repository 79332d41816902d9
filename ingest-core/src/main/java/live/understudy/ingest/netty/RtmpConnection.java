package live.understudy.ingest.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.PublishSession;
import live.understudy.ingest.rtmp.SessionOutput;
import live.understudy.media.SessionEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: moves bytes, time and events between Netty and the pure session. */
final class RtmpConnection extends ChannelInboundHandlerAdapter implements PublisherHandle {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);
  private static final int TICK_MS = 250;
  private static final int MAX_REASON_LENGTH = 160;

  private final RtmpListener listener;
  private final String address;
  private final long openedNs = System.nanoTime();
  private final Demuxer demuxer;
  private final List<SessionOutput> outputs = new ArrayList<>();

  private @Nullable ChannelHandlerContext context;
  private @Nullable PublishSession session;
  private @Nullable SessionSink sink;
  private @Nullable Future<?> ticks;
  private List<SessionEvent> events = new ArrayList<>();
  private String app = "-";

  /** What came in one read with media that could not be understood is not looked at any more. */
  private boolean mediaBroken;

  /** Whether something was written since the last flush. */
  private boolean unflushed;

  private @Nullable String closeReason;
  private long receivedBytes;

  RtmpConnection(RtmpListener listener, String address) {
    this.listener = listener;
    this.address = address;
    this.demuxer = new Demuxer(listener.limits());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!listener.tls()) {
      start(ctx);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        start(ctx);
      } else {
        reject(ctx.channel(), tlsReason(handshake.cause()));
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof ByteBuf bytes && session != null && closeReason == null) {
        receivedBytes += bytes.readableBytes();
        if (bytes.nioBufferCount() == 1) {
          feed(ctx, session, bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
        } else {
          for (ByteBuffer buffer : bytes.nioBuffers()) {
            feed(ctx, session, buffer);
          }
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    deliver();
    flush(ctx);
    if (!ctx.channel().isWritable()) {
      reject(ctx.channel(), "the encoder does not read what it is sent");
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(ctx, "the encoder disconnected");
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (ticks != null) {
      ticks.cancel(false);
    }
    end(ctx, "the encoder disconnected");
    deliver();
    LOG.info(
        "connection closed: listener={} remote={} tls={} app={} published={} bytes={} ms={} reason={}",
        listener.name(),
        address,
        listener.tls(),
        app,
        sink != null,
        receivedBytes,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNs),
        closeReason);
    listener.onClosed(this);
  }

  /**
   * A connection that broke, or an error of ours: a bug in the session, the gate or the sink. It
   * ends this publisher alone.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    outputs.clear();
    boolean broke = cause instanceof IOException || cause instanceof DecoderException;
    if (!broke) {
      LOG.error("connection of {} on {} failed", address, listener.name(), cause);
    }
    try {
      end(ctx, broke ? "the connection broke" : "an error in the server");
    } catch (RuntimeException e) {
      LOG.error("connection of {} on {} failed again at its end", address, listener.name(), e);
    } finally {
      ctx.close();
    }
  }

  @Override
  public void close(String reason) {
    endSoon(reason, PublishSession::fail);
  }

  @Override
  public void displace(String reason) {
    endSoon(reason, PublishSession::displace);
  }

  /** How a session is told to end. */
  private interface Ending {
    void of(PublishSession session, String reason, List<SessionOutput> out);
  }

  private void endSoon(String reason, Ending ending) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    ctx.executor()
        .execute(() -> {
          try {
            endFromHere(ctx, reason, ending);
          } catch (RuntimeException e) {
            exceptionCaught(ctx, e);
          }
        });
  }

  /** Closes at once a connection that never became a session, or that does not listen. */
  void reject(Channel channel, String reason) {
    if (closeReason == null) {
      closeReason = reason;
      demuxEnd(reason);
    }
    channel.close();
  }

  /**
   * Hangs up without a word, from any thread. A status that says error makes encoders give up; a
   * connection that is lost makes them come back, which is what a restart of the server wants. Who
   * understands it is asked to connect anew first, and has a moment to do so at a keyframe.
   */
  void hangUp(String reason) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(() -> {
            try {
              hangUpFromHere(ctx, reason);
            } catch (RuntimeException e) {
              exceptionCaught(ctx, e);
            }
          });
    }
  }

  private void hangUpFromHere(ChannelHandlerContext ctx, String reason) {
    int graceMs = 0;
    if (session != null && closeReason == null && session.askToReconnect(reason, outputs)) {
      handleOutputs(ctx, session, System.nanoTime());
      flush(ctx);
      graceMs = listener.limits().deadlines().closeDelayMs();
    }
    if (graceMs > 0) {
      ctx.executor().schedule(() -> reject(ctx.channel(), reason), graceMs, TimeUnit.MILLISECONDS);
    } else {
      reject(ctx.channel(), reason);
    }
  }

  private void start(ChannelHandlerContext ctx) {
    byte[] random = new byte[PublishSession.RANDOM_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    session =
        new PublishSession(
            listener.limits(), listener.gate().passwords(), random, System.nanoTime());
    ticks =
        ctx.executor()
            .scheduleAtFixedRate(() -> tick(ctx), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private void tick(ChannelHandlerContext ctx) {
    if (session == null || closeReason != null) {
      return;
    }
    long nowNs = System.nanoTime();
    try {
      session.onTick(nowNs, outputs);
      handleOutputs(ctx, session, nowNs);
      if (closeReason == null) {
        demuxer.onTick(nowNs, events);
      }
      deliver();
      flush(ctx);
    } catch (RuntimeException e) {
      exceptionCaught(ctx, e);
    }
  }

  private void endFromHere(ChannelHandlerContext ctx, String reason, Ending ending) {
    if (closeReason != null) {
      return;
    }
    if (session == null) {
      reject(ctx.channel(), reason);
      return;
    }
    ending.of(session, reason, outputs);
    handleOutputs(ctx, session, System.nanoTime());
    deliver();
    flush(ctx);
  }

  private void end(ChannelHandlerContext ctx, String reason) {
    if (session != null && closeReason == null) {
      session.onDisconnect(reason, outputs);
      handleOutputs(ctx, session, System.nanoTime());
      deliver();
    } else if (closeReason == null) {
      closeReason = reason;
    }
  }

  private void feed(ChannelHandlerContext ctx, PublishSession to, ByteBuffer in) {
    long nowNs = System.nanoTime();
    while (in.hasRemaining() && closeReason == null) {
      to.onBytes(in, nowNs, outputs);
      handleOutputs(ctx, to, nowNs);
    }
  }

  /** Handling one output can add others behind it. */
  private void handleOutputs(ChannelHandlerContext ctx, PublishSession from, long nowNs) {
    for (int i = 0; i < outputs.size() && closeReason == null; i++) {
      switch (outputs.get(i)) {
        case SessionOutput.Send(byte[] bytes) -> {
          ctx.write(Unpooled.wrappedBuffer(bytes), ctx.voidPromise());
          unflushed = true;
        }
        case SessionOutput.PublishRequested request -> askGate(from, request, nowNs);
        case MediaMessage media -> demux(from, media, nowNs);
        case SessionOutput.Close close -> onClose(ctx, close);
      }
    }
    outputs.clear();
  }

  /** Most of what an encoder sends has no answer; TLS would make work of nothing. */
  private void flush(ChannelHandlerContext ctx) {
    if (unflushed) {
      unflushed = false;
      ctx.flush();
    }
  }

  private void askGate(PublishSession from, SessionOutput.PublishRequested request, long nowNs) {
    app = request.target().app();
    PublishRequest question =
        new PublishRequest(
            listener.leg(),
            app,
            request.target().streamKey(),
            address,
            listener.tls(),
            this,
            request.target().user());
    switch (listener.gate().admit(question)) {
      case Admission.Admitted(SessionSink admitted) -> {
        sink = admitted;
        from.admit(nowNs, outputs);
      }
      case Admission.Refused(String reason) -> from.refuse(reason, outputs);
    }
  }

  private void demux(PublishSession from, MediaMessage media, long nowNs) {
    if (mediaBroken) {
      return;
    }
    try {
      demuxer.onMessage(media, nowNs, events);
    } catch (BadInputException e) {
      mediaBroken = true;
      from.fail(e.reason(), outputs);
    }
  }

  private void onClose(ChannelHandlerContext ctx, SessionOutput.Close close) {
    closeReason = close.reason();
    demuxEnd(close.reason());
    flush(ctx);
    int delayMs = listener.limits().deadlines().closeDelayMs();
    if (close.delayed() && delayMs > 0) {
      ctx.executor().schedule(() -> ctx.close(), delayMs, TimeUnit.MILLISECONDS);
    } else {
      ctx.close();
    }
  }

  private void demuxEnd(String reason) {
    demuxer.end(reason, events);
  }

  private void deliver() {
    if (events.isEmpty()) {
      return;
    }
    List<SessionEvent> batch = events;
    events = new ArrayList<>();
    if (sink != null) {
      sink.accept(batch);
    }
  }

  private String tlsReason(Throwable cause) {
    if (cause instanceof SslHandshakeTimeoutException) {
      return "no TLS handshake within " + listener.limits().deadlines().tlsHandshakeMs() + " ms";
    }
    if (cause instanceof NotSslRecordException) {
      // Its message holds the bytes themselves.
      return "the TLS handshake failed: not a TLS record";
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "the TLS handshake failed: "
        + message.substring(0, Math.min(message.length(), MAX_REASON_LENGTH));
  }
}
