package live.understudy.server.tls;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;

/**
 * A context whose connections get no session tickets (RFC 8446 §4.6.1). An encoder connects once
 * and stays, so a ticket is of no use to it, and librtmp with GnuTLS takes the one that follows the
 * handshake for an error and hangs up. With the JDK's TLS instead of the native one tickets are
 * sent.
 */
final class TicketlessContext extends DelegatingSslContext {
  TicketlessContext(SslContext context) {
    super(context);
  }

  @Override
  protected void initEngine(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine nativeEngine) {
      SSL.setOptions(nativeEngine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
  }
}
