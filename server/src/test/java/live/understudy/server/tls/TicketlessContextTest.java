package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

/** What the server says first when a TLS 1.3 handshake is over. */
class TicketlessContextTest {
  private static final int MOST_ROUNDS = 50;

  /** Header, the byte, the content's type, the tag of AES-GCM (RFC 8446 §5.2). */
  private static final int RECORD_OF_ONE_BYTE = 5 + 1 + 1 + 16;

  @TempDir private Path data = Path.of("");

  @BeforeEach
  void tlsIsNative() {
    assumeTrue(OpenSsl.isAvailable(), "the JDK's TLS can't do without");
  }

  @Test
  void rtmps_firstWordAfterTheHandshake_isThatWordAlone() throws Exception {
    assertEquals(RECORD_OF_ONE_BYTE, bytesOfFirstWord(open().rtmps().get()));
  }

  @Test
  void http_firstWordAfterTheHandshake_hasTicketsBeforeIt() throws Exception {
    assertTrue(bytesOfFirstWord(open().http().get()) > 4 * RECORD_OF_ONE_BYTE);
  }

  private ServerTls open() throws Exception {
    return ServerTls.open(TlsConfig.OWN_AUTHORITY, data, "localhost", Instant::now);
  }

  /** How many bytes go out when the server writes one; tickets wait for it. */
  private static int bytesOfFirstWord(SslContext context) throws Exception {
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
      for (int i = 0; i < MOST_ROUNDS && !serverTls.handshakeFuture().isSuccess(); i++) {
        carry(client, server);
        carry(server, client);
      }
      assertEquals("TLSv1.3", serverTls.engine().getSession().getProtocol());
      server.writeOutbound(Unpooled.wrappedBuffer(new byte[] {3}));
      return carry(server, client);
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
