package live.understudy.e2e;

import java.net.URI;
import java.nio.file.Path;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/** A whole server on free ports with an empty data folder, as the end-to-end tests see it. */
public interface TestServer extends AutoCloseable {
  /** The HTTP address: {@code http://127.0.0.1:PORT}. */
  URI http();

  /** The port of HTTPS. */
  int httpsPort();

  /** A bearer token that may do everything. */
  String token();

  /** The RTMPS server of a leg without the key: {@code rtmps://127.0.0.1:PORT/live}. */
  URI ingest(Leg leg);

  /** The unencrypted RTMP server of a leg, where the server was started with one. */
  URI plainIngest(Leg leg);

  /** The certificate authority of the RTMPS listeners, or null when encoders should not verify. */
  @Nullable Path authority();

  @Override
  void close();
}
