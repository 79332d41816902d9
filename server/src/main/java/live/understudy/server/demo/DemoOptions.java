package live.understudy.server.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demonstration needs to know about the server that has just been started.
 *
 * @param http where this process reaches the HTTP API: {@code http://127.0.0.1:8080}
 * @param token a bearer token that may create events, read keys and go live
 * @param authority the certificate authority of the RTMPS listeners, or null to accept any
 * @param ffmpegCache where the FFmpeg program is unpacked
 * @param languages one program and two encoders for each
 * @param restartAfter how long a killed encoder stays away
 * @param credentials the line about user and first password for people, or null when the password
 *     is theirs already
 */
public record DemoOptions(
    URI http,
    String token,
    @Nullable Path authority,
    Path ffmpegCache,
    List<String> languages,
    Duration restartAfter,
    @Nullable String credentials) {
  /** Long enough to see that the program stays with the backup. */
  public static final Duration RESTART_AFTER = Duration.ofSeconds(20);

  public DemoOptions {
    languages = List.copyOf(languages);
  }

  /** Without token and password. */
  @Override
  public String toString() {
    return "DemoOptions[" + http + ", " + languages + "]";
  }
}
