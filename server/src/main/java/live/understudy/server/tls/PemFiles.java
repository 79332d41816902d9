package live.understudy.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import live.understudy.server.config.StartupException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;

/** Reads and writes keys and certificates as PEM. */
public final class PemFiles {

  private PemFiles() {}

  /** All certificates of a file, in its order; at least one. */
  static List<X509Certificate> readCertificates(Path file) throws StartupException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object entry : entries(file, "certificate")) {
      if (entry instanceof X509CertificateHolder holder) {
        try {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        } catch (GeneralSecurityException e) {
          throw new StartupException(
              "certificate file " + file + " holds a certificate that can't be understood", e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new StartupException(
          "certificate file "
              + file
              + " holds no certificate; give a PEM file that begins with -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(certificates);
  }

  /** The first private key of a file, in PKCS #8, SEC 1 or PKCS #1 form. */
  static PrivateKey readKey(Path file) throws StartupException {
    for (Object entry : entries(file, "key")) {
      if (entry instanceof PEMEncryptedKeyPair || entry instanceof PKCS8EncryptedPrivateKeyInfo) {
        throw new StartupException(
            "key file "
                + file
                + " is protected by a password; give one without, readable by the server alone");
      }
      PrivateKeyInfo info =
          switch (entry) {
            case PrivateKeyInfo plain -> plain;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            default -> null;
          };
      if (info != null) {
        return privateKey(file, info);
      }
    }
    throw new StartupException(
        "key file " + file + " holds no private key; give a PEM file with one");
  }

  private static PrivateKey privateKey(Path file, PrivateKeyInfo info) throws StartupException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    String name =
        algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
            ? "EC"
            : algorithm.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : algorithm.getId();
    try {
      return KeyFactory.getInstance(name)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new StartupException(
          "key file " + file + " holds a key of an unknown kind; use RSA or EC P-256", e);
    }
  }

  private static List<Object> entries(Path file, String what) throws StartupException {
    List<Object> entries = new ArrayList<>();
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
        entries.add(entry);
      }
      return entries;
    } catch (IOException | RuntimeException e) {
      String reason =
          Files.notExists(file)
              ? "does not exist"
              : Files.isReadable(file) ? "is not valid PEM" : "is not readable by this user";
      throw new StartupException(
          what + " file " + file + " " + reason + "; correct `tls." + what + "` or the file", e);
    }
  }

  /** Writes so that a reader sees the old file or the new one, never a part. */
  public static void write(Path file, List<?> entries, boolean secret) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object entry : entries) {
        // PKCS #8, which names the curve; the SEC 1 form that the writer prefers would not.
        writer.writeObject(
            entry instanceof PrivateKey key
                ? new PemObject("PRIVATE KEY", key.getEncoded())
                : entry);
      }
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    if (posix) {
      // Made with its final permissions: at no moment can another user open it.
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(
              PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--")));
    }
    Files.writeString(
        temporary,
        text.toString(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
