package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import live.understudy.media.ByteSlice;

/**
 * The certificate of the server's own authority, for encoders and browsers to trust. Given to
 * everybody, over plain HTTP too: who needs it can't verify this server yet.
 *
 * @param der its bytes, asked for at every request; empty where the certificate was configured
 */
public record AuthorityPage(Supplier<Optional<byte[]>> der) {

  /** In DER (RFC 5280). */
  public static final String CRT_PATH = "/ca.crt";

  /** In PEM (RFC 7468). */
  public static final String PEM_PATH = "/ca.pem";

  /** There is no such authority. */
  public static final AuthorityPage NONE = new AuthorityPage(Optional::empty);

  /** What browsers offer to install. */
  private static final String CRT_TYPE = "application/x-x509-ca-cert";

  /** RFC 8555 §9.1. */
  private static final String PEM_TYPE = "application/pem-certificate-chain";

  private static final int PEM_LINE = 64;

  static boolean isAt(String path) {
    return path.equals(CRT_PATH) || path.equals(PEM_PATH);
  }

  Reply answer(WebRequest request) {
    if (!request.isRead()) {
      return Reply.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD")
          .with(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    Optional<byte[]> certificate = der.get();
    if (certificate.isEmpty()) {
      return Reply.text(
          HttpResponseStatus.NOT_FOUND,
          "This server has no certificate authority of its own: its certificate was configured");
    }
    boolean pem = request.path().equals(PEM_PATH);
    byte[] bytes = pem ? pem(certificate.get()) : certificate.get();
    return Reply.of(HttpResponseStatus.OK, pem ? PEM_TYPE : CRT_TYPE, ByteSlice.of(bytes))
        .with(
            HttpHeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"understudy-ca." + (pem ? "pem" : "crt") + "\"")
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .with("x-content-type-options", "nosniff");
  }

  private static byte[] pem(byte[] der) {
    String lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
