package live.understudy.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.understudy.server.http.Transport;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;

class PacedSelectTest {

  private static final int NOW = 7;

  private boolean lookedNow;

  private int look(PacedSelect select, boolean hasTasks) throws Exception {
    return select.calculateStrategy(
        () -> {
          lookedNow = true;
          return NOW;
        },
        hasTasks);
  }

  @Test
  void withTasks_looksAtOnce() throws Exception {
    PacedSelect select = new PacedSelect();
    look(select, false);
    long fastestNs = Long.MAX_VALUE;
    for (int i = 0; i < 1_000; i++) {
      long beganNs = System.nanoTime();
      assertEquals(NOW, look(select, true));
      fastestNs = Math.min(fastestNs, System.nanoTime() - beganNs);
    }
    assertTrue(fastestNs < PacedSelect.INTERVAL_NS / 2, fastestNs + " ns");
    assertTrue(lookedNow);
  }

  @Test
  void withoutTasks_looksAreAtLeastTheIntervalApart() throws Exception {
    PacedSelect select = new PacedSelect();
    look(select, false);
    long beganNs = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      look(select, false);
    }
    assertTrue(System.nanoTime() - beganNs >= 20 * PacedSelect.INTERVAL_NS * 9 / 10);
  }

  @Test
  void afterAPause_looksItself() throws Exception {
    Await.until(
        Await.PATIENCE,
        "a look within the interval",
        () -> {
          lookedNow = false;
          // Where this thread stands still in between, that was a long sleep.
          return look(new PacedSelect(), false) == NOW && lookedNow;
        });
  }

  @Test
  void afterALongSleep_isNotHeldUp() throws Exception {
    PacedSelect select = new PacedSelect();
    long beganNs = System.nanoTime();
    while (System.nanoTime() - beganNs < 2 * PacedSelect.INTERVAL_NS) {
      Thread.onSpinWait();
    }
    assertEquals(SelectStrategy.SELECT, look(select, false));
    assertFalse(lookedNow);
  }

  @Test
  void afterMuchWork_isNotHeldUp() throws Exception {
    PacedSelect select = new PacedSelect();
    look(select, false);
    lookedNow = false;
    long beganNs = System.nanoTime();
    while (System.nanoTime() - beganNs < PacedSelect.MUCH_NS) {
      Thread.onSpinWait();
    }
    assertEquals(SelectStrategy.SELECT, look(select, false));
    assertFalse(lookedNow);
  }

  @Test
  void group_timersAllTheTime_socketsAreRead() throws Exception {
    EventLoopGroup group = Transport.newPacedGroup(1, "paced-test");
    try {
      group.next().scheduleAtFixedRate(() -> {}, 0, 50, TimeUnit.MICROSECONDS);
      InetSocketAddress address = echo(group);
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        client.setTcpNoDelay(true);
        client.setSoTimeout(60_000);
        long fastestNs = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
          long beganNs = System.nanoTime();
          client.getOutputStream().write(i);
          assertEquals(i, client.getInputStream().read());
          fastestNs = Math.min(fastestNs, System.nanoTime() - beganNs);
        }
        // Two milliseconds each on an idle machine.
        assertTrue(fastestNs < 50_000_000, fastestNs + " ns");
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static InetSocketAddress echo(EventLoopGroup group) throws InterruptedException {
    ChannelInitializer<Channel> echo =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(
                    new ChannelInboundHandlerAdapter() {
                      @Override
                      public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ctx.writeAndFlush(message);
                      }
                    });
          }
        };
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(Transport.serverChannelFor(group))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(echo)
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return (InetSocketAddress) server.localAddress();
  }

  @Test
  void group_taskFromElsewhere_runs() throws Exception {
    EventLoopGroup group = Transport.newPacedGroup(2, "paced-test");
    try {
      CountDownLatch ran = new CountDownLatch(100);
      for (int i = 0; i < 100; i++) {
        group.next().execute(ran::countDown);
      }
      assertTrue(ran.await(60, TimeUnit.SECONDS));
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
