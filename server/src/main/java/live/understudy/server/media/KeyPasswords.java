package live.understudy.server.media;

import live.understudy.api.key.StreamKeys;
import live.understudy.ingest.rtmp.Passwords;
import org.jspecify.annotations.Nullable;

/** Stream keys as the passwords of RTMP users. */
record KeyPasswords(StreamKeys keys) implements Passwords {
  @Override
  public String salt() {
    return keys.salt();
  }

  @Override
  public @Nullable String digest(String user) {
    return keys.passwordDigest(user);
  }
}
