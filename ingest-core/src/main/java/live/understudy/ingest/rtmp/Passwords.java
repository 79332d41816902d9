package live.understudy.ingest.rtmp;

import org.jspecify.annotations.Nullable;

/** The passwords of RTMP users, as far as a challenge can be checked with them. Thread-safe. */
public interface Passwords {

  /** Nobody has one. */
  Passwords NONE =
      new Passwords() {
        @Override
        public String salt() {
          return "";
        }

        @Override
        public @Nullable String digest(String user) {
          return null;
        }
      };

  /** Printable, the same for as long as the digests are. */
  String salt();

  /**
   * The base 64 of the MD5 of user, salt and password, one behind the other; null when there is no
   * such user. It can stand in for the password: a secret.
   */
  @Nullable String digest(String user);
}
