package live.understudy.server.tls;

import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import live.understudy.server.config.OneLine;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** What certificates are called, in messages. */
final class CertificateNames {

  private CertificateNames() {}

  /** In quotes and on one line: {@code 'CN=R11, O=Let's Encrypt, C=US'}. */
  static String of(X500Principal principal) {
    return "'" + OneLine.of(principal.toString()) + "'";
  }

  /** Where the authority says that its certificate is (RFC 5280 §4.2.2.1); null when nowhere. */
  static @Nullable String issuerUrl(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
    if (extension == null) {
      return null;
    }
    try {
      byte[] value =
          ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(extension)).getOctets();
      for (AccessDescription access :
          AuthorityInformationAccess.getInstance(value).getAccessDescriptions()) {
        GeneralName location = access.getAccessLocation();
        if (access.getAccessMethod().equals(AccessDescription.id_ad_caIssuers)
            && location.getTagNo() == GeneralName.uniformResourceIdentifier) {
          return OneLine.of(location.getName().toString());
        }
      }
      return null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
