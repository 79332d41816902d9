package live.understudy.api.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What people type into encoders.
 *
 * @param primary the RTMP server URL without a key: {@code rtmps://HOST:1936/live}
 * @param backup the same of the backup
 * @param authority what encoders have to trust before they connect; asked for at every look, as it
 *     can be replaced, and empty where the certificate is one that everybody trusts
 */
public record IngestUrls(
    String primary, String backup, Supplier<Optional<IngestAuthority>> authority) {

  /** Nothing needs to be trusted. */
  public IngestUrls(String primary, String backup) {
    this(primary, backup, Optional::empty);
  }
}
