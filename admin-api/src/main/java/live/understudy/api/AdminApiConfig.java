package live.understudy.api;

import java.nio.file.Path;
import java.time.InstantSource;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.http.IngestUrls;

/**
 * What the API is opened with.
 *
 * @param database the SQLite file; made when there is none, its folder must exist
 * @param keyFile 32 random bytes that open the stored stream keys; made when there is neither it
 *     nor a database that needs it
 * @param ingestUrls RTMP server URLs shown to people
 * @param version the server's, shown by the health route
 * @param clock wall clock
 */
public record AdminApiConfig(
    Path database,
    Path keyFile,
    IngestUrls ingestUrls,
    String version,
    InstantSource clock,
    ApiLimits limits) {

  /** With the usual file names in the data folder, the system's clock and the default limits. */
  public static AdminApiConfig inFolder(Path dataFolder, IngestUrls ingestUrls, String version) {
    return new AdminApiConfig(
        dataFolder.resolve("understudy.db"),
        dataFolder.resolve("understudy.key"),
        ingestUrls,
        version,
        InstantSource.system(),
        ApiLimits.defaults());
  }
}
