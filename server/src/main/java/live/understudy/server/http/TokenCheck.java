package live.understudy.server.http;

/** Decides whether a bearer token may watch previews. Called on a virtual thread; may block. */
@FunctionalInterface
public interface TokenCheck {

  /** Whether the token is valid now; compares in constant time. */
  boolean allowed(String token);
}
