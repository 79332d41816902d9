package live.understudy.encoders;

import java.nio.file.Path;
import java.util.List;

/**
 * Where to publish to, and with what.
 *
 * @param port of the server on this machine
 * @param streamKey a secret
 * @param authority the certificate authority that has signed the server's certificate
 */
record Address(Route route, int port, String streamKey, Path authority) {
  /** The server, as encoders with two fields want it. */
  String server() {
    String app = route.login() == Route.Login.USER ? "/auth" : "/live";
    return scheme() + "://127.0.0.1:" + port + app;
  }

  /** The stream's name, as encoders with two fields want it. */
  String name() {
    return switch (route.login()) {
      case NAME -> streamKey;
      case QUERY -> "any?key=" + streamKey;
      case USER -> "any";
    };
  }

  /** Everything in one, but for user and password. */
  String url() {
    return server() + "/" + name();
  }

  /** Everything in one. */
  String urlWithUser() {
    return route.login() == Route.Login.USER
        ? url().replace("://", "://" + user() + ":" + streamKey + "@")
        : url();
  }

  boolean hasUser() {
    return route.login() == Route.Login.USER;
  }

  /** The same on another port, without TLS: what a relay in between listens on. */
  Address through(int relayPort) {
    Route plain =
        switch (route) {
          case RTMP, RTMPS -> Route.RTMP;
          case RTMP_QUERY, RTMPS_QUERY -> Route.RTMP_QUERY;
          case RTMP_USER, RTMPS_USER -> Route.RTMP_USER;
        };
    return new Address(plain, relayPort, streamKey, authority);
  }

  /** The stream key without its last part. */
  String user() {
    return streamKey.substring(0, streamKey.lastIndexOf('_'));
  }

  private String scheme() {
    return route.tls() ? "rtmps" : "rtmp";
  }

  /** Without what is secret or only of this run. */
  String mask(String text) {
    return text.replace(streamKey, "KEY")
        .replace(user() + ":", "USER:")
        .replace("=" + user(), "=USER")
        .replace("127.0.0.1:" + port, "HOST")
        .replace("localhost:" + port, "HOST")
        .replace(authority.toString(), "ca.pem");
  }

  /** A command line for people, without secrets. */
  String mask(List<String> command) {
    StringBuilder text = new StringBuilder();
    for (String word : command) {
      boolean plain = word.matches("[\\w@%+=:,./!?&-]+");
      text.append(text.isEmpty() ? "" : " ").append(plain ? word : "'" + word + "'");
    }
    return mask(text.toString());
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return "Address[" + route + " " + port + "]";
  }
}
