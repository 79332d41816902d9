package live.understudy.server.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The names that a certificate is good for (RFC 9525). Pure. */
final class HostNames {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private HostNames() {}

  /** DNS names and IP addresses of the subject alternative names; empty where it has none. */
  static Set<String> of(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
        boolean isName =
            entry.getFirst() instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS);
        if (isName) {
          names.add(CertificateAuthority.canonical(String.valueOf(entry.get(1))));
        }
      }
    } catch (CertificateParsingException | IllegalArgumentException e) {
      return Set.of();
    }
    return names;
  }

  /** Whether peers that came to {@code host} accept one of {@code names}. */
  static boolean cover(Set<String> names, String host) {
    String wanted = CertificateAuthority.canonical(host);
    if (names.contains(wanted)) {
      return true;
    }
    int dot = wanted.indexOf('.');
    // A wildcard stands for one whole label (RFC 9525 §6.3).
    return !CertificateAuthority.isIpAddress(host)
        && dot > 0
        && names.contains("*" + wanted.substring(dot).toLowerCase(Locale.ROOT));
  }
}
