package live.understudy.encoders;

import java.util.Locale;

/** How an encoder reaches the server: with or without TLS, and where it says who it is. */
enum Route {
  RTMP(false, Login.NAME),
  RTMPS(true, Login.NAME),
  RTMP_QUERY(false, Login.QUERY),
  RTMPS_QUERY(true, Login.QUERY),
  RTMP_USER(false, Login.USER),
  RTMPS_USER(true, Login.USER);

  private final boolean tls;
  private final Login login;

  Route(boolean tls, Login login) {
    this.tls = tls;
    this.login = login;
  }

  /** Where the stream key is. */
  enum Login {
    NAME("key in the name"),
    QUERY("key as a parameter"),
    USER("user and password");

    private final String label;

    Login(String label) {
      this.label = label;
    }

    /** For people. */
    String label() {
      return label;
    }
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Route of(String id) {
    for (Route route : values()) {
      if (route.id().equals(id)) {
        return route;
      }
    }
    throw new IllegalArgumentException("No such route: " + id);
  }

  boolean tls() {
    return tls;
  }

  Login login() {
    return login;
  }

  /** For people: {@code RTMPS}. */
  String protocol() {
    return tls ? "RTMPS" : "RTMP";
  }
}
