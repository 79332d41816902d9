package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.time.Instant;
import live.understudy.server.config.TlsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server says of itself once a TLS 1.3 handshake is over. */
class TicketlessContextTest {
  private static final int MOST_ROUNDS = 50;

  @TempDir private Path data = Path.of("");

  @BeforeEach
  void tlsIsNative() {
    assumeTrue(OpenSsl.isAvailable(), "the JDK's TLS can't do without");
  }

  @Test
  void rtmps_afterTheHandshake_nothingIsSent() throws Exception {
    assertEquals(0, bytesAfterHandshake(open().rtmps().get()));
  }

  @Test
  void http_afterTheHandshake_aTicketIsSent() throws Exception {
    assertTrue(bytesAfterHandshake(open().http().get()) > 0, "the test sees no ticket");
  }

  private ServerTls open() throws Exception {
    return ServerTls.open(TlsConfig.OWN_AUTHORITY, data, "localhost", Instant::now);
  }

  /** How many bytes the server has to send when it has read the client's last word. */
  private static int bytesAfterHandshake(SslContext context) throws Exception {
    SslHandler serverTls = context.newHandler(UnpooledByteBufAllocator.DEFAULT);
    SslHandler clientTls =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3")
            .build()
            .newHandler(UnpooledByteBufAllocator.DEFAULT);
    EmbeddedChannel server = new EmbeddedChannel(serverTls);
    EmbeddedChannel client = new EmbeddedChannel(clientTls);
    try {
      boolean over = false;
      for (int round = 0; round < MOST_ROUNDS && !over; round++) {
        carry(client, server);
        over = clientTls.handshakeFuture().isSuccess();
        int said = carry(server, client);
        if (over) {
          assertEquals("TLSv1.3", serverTls.engine().getSession().getProtocol());
          return said;
        }
      }
      throw new AssertionError("the handshake has no end");
    } finally {
      server.finishAndReleaseAll();
      client.finishAndReleaseAll();
    }
  }

  /** Takes everything that one has to say to the other one; returns how many bytes. */
  private static int carry(EmbeddedChannel from, EmbeddedChannel to) {
    int bytes = 0;
    from.runPendingTasks();
    ByteBuf said;
    while ((said = from.readOutbound()) != null) {
      bytes += said.readableBytes();
      to.writeInbound(said);
      to.runPendingTasks();
    }
    return bytes;
  }
}
