package live.understudy.server.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import live.understudy.server.config.StartupException;

/**
 * What one certificate is shown with.
 *
 * @param http TLS 1.2 and 1.3, ALPN {@code h2} and {@code http/1.1}
 * @param rtmps TLS 1.2 and 1.3, no ALPN, no session tickets
 */
record TlsContexts(SslContext http, SslContext rtmps) {

  /** Throws {@link StartupException} when the library can't use the key. */
  static TlsContexts of(Certificates certificates, TlsLibrary library) throws StartupException {
    return new TlsContexts(
        context(certificates, library, true), context(certificates, library, false));
  }

  private static SslContext context(Certificates certificates, TlsLibrary library, boolean http)
      throws StartupException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                certificates.key(), certificates.chain().toArray(X509Certificate[]::new))
            .sslProvider(library.provider())
            .protocols("TLSv1.3", "TLSv1.2");
    if (http) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_2,
              ApplicationProtocolNames.HTTP_1_1));
      // HTTP/2 forbids what is not in this list (RFC 9113 §9.2.2), and nobody needs it.
      builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
    }
    try {
      SslContext context = builder.build();
      return http ? context : new TicketlessContext(context);
    } catch (SSLException e) {
      throw new StartupException(
          "the TLS library refuses the certificate "
              + CertificateNames.of(certificates.leaf().getSubjectX500Principal())
              + "; use an RSA (2048 bits or more) or EC P-256 key",
          e);
    }
  }
}
