package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.understudy.testing.CertificateForge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever needs the authority's certificate gets it, without TLS too. */
class AuthorityPageTest {

  private static Reply ask(AuthorityPage page, String method, String path) throws Exception {
    HttpServices plain = TestHttpServer.services(TestHttpServer::echo);
    HttpRoutes routes =
        new HttpRoutes(
            new HttpServices(
                plain.api(),
                4,
                plain.media(),
                plain.tokens(),
                plain.pages(),
                false,
                8443,
                plain.metrics(),
                page));
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    var _ =
        routes.answer(
            new WebRequest(
                HttpMethod.valueOf(method),
                Objects.requireNonNull(RequestTarget.parse(path)),
                new DefaultHttpHeaders(),
                new byte[0],
                InetAddress.getByName("192.0.2.1"),
                false),
            reply::complete);
    return reply.get(60, TimeUnit.SECONDS);
  }

  private static byte[] bytes(Reply reply) {
    return ((Body.Memory) reply.body()).slices().getFirst().toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "/ca.crt, application/x-x509-ca-cert",
    "/ca.pem, application/pem-certificate-chain",
  })
  void answer_authority_isOfferedAsAFile(String path, String type) throws Exception {
    X509Certificate made =
        CertificateForge.authority(Instant.now(), "CN=Test").sign().certificate();
    byte[] der = made.getEncoded();
    Reply reply = ask(new AuthorityPage(() -> Optional.of(der)), "GET", path);
    assertEquals(200, reply.status().code());
    assertEquals(type, reply.headers().get(HttpHeaderNames.CONTENT_TYPE));
    assertEquals(
        "attachment; filename=\"understudy-" + path.substring(1) + "\"",
        reply.headers().get(HttpHeaderNames.CONTENT_DISPOSITION));
    byte[] body = bytes(reply);
    var read =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(body));
    assertEquals(made, read);
    assertEquals(path.endsWith("crt"), Arrays.equals(der, body));
    assertArrayEquals(body, bytes(ask(new AuthorityPage(() -> Optional.of(der)), "HEAD", path)));
  }

  @Test
  void answer_certificateWasConfigured_isNotFound() throws Exception {
    Reply reply = ask(AuthorityPage.NONE, "GET", "/ca.crt");
    assertEquals(404, reply.status().code());
    assertTrue(new String(bytes(reply), StandardCharsets.UTF_8).contains("was configured"));
  }

  @Test
  void answer_otherMethods_areRefused() throws Exception {
    assertEquals(405, ask(AuthorityPage.NONE, "POST", "/ca.pem").status().code());
  }
}
