/**
 * Certificates, and the TLS settings of every listener.
 *
 * <p>Without configuration the server is its own small authority: it makes a CA and a certificate
 * in the data folder, renews the certificate, and keeps the CA. With configuration it loads PEM
 * files or PKCS #12 and refuses at once what encoders and browsers would refuse later: {@code
 * ChainCheck} follows the chain and {@code CertificateRules} looks at each certificate of it, both
 * without knowing files. {@link live.understudy.server.tls.ServerTls} gives the contexts to
 * listeners and takes changed files into use without dropping a connection. Private keys and
 * passwords stay in this package and never reach a log.
 */
@NullMarked
package live.understudy.server.tls;

import org.jspecify.annotations.NullMarked;
