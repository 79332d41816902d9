package live.understudy.api.http;

/**
 * The server's own certificate authority.
 *
 * @param crtUrl path of the certificate in DER, as Windows and browsers take it
 * @param pemUrl path of the certificate in PEM, as Linux and FFmpeg take it
 * @param sha256 its fingerprint, to be compared where the file came without TLS: {@code AB:CD:...}
 * @param expiresAtMs its end
 */
public record IngestAuthority(String crtUrl, String pemUrl, String sha256, long expiresAtMs) {}
