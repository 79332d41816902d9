package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked request, complete with its body.
 *
 * @param peer who is connected to us: the client, or a reverse proxy
 */
record WebRequest(
    HttpMethod method,
    RequestTarget target,
    HttpHeaders headers,
    byte[] body,
    InetAddress peer,
    boolean tls) {

  String path() {
    return target.path();
  }

  boolean isHead() {
    return method.equals(HttpMethod.HEAD);
  }

  boolean isRead() {
    return isHead() || method.equals(HttpMethod.GET);
  }

  @Nullable String header(CharSequence name) {
    return headers.get(name);
  }

  /** Whether nobody between us and the client can read along, or only somebody on this machine. */
  boolean isPrivate() {
    return tls || peer.isLoopbackAddress();
  }

  /** The form that the client likes best; brotli only where {@code brotli} says so. */
  Coding coding(boolean brotli) {
    return Coding.of(headers, brotli);
  }

  HttpApiRequest toApiRequest() {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      byName
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue());
    }
    return new HttpApiRequest(
        method.name(), path(), target.query(), byName, body, remoteAddress(), tls);
  }

  /**
   * The client's address. A proxy on this machine appends the address that it saw to {@code
   * x-forwarded-for}; what stands before it was written by the client and is worth nothing. From
   * elsewhere the header is ignored.
   */
  private String remoteAddress() {
    if (peer.isLoopbackAddress()) {
      List<String> forwarded = headers.getAll("x-forwarded-for");
      if (!forwarded.isEmpty()) {
        String last = forwarded.getLast();
        String address = last.substring(last.lastIndexOf(',') + 1).strip();
        if (address.matches("[0-9a-fA-F:.]{2,45}")) {
          return address;
        }
      }
    }
    return peer.getHostAddress();
  }
}
