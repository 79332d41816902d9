package live.understudy.api.http;

/** The RTMP server URLs shown to people, without a key: {@code rtmps://HOST:1936/live}. */
public record IngestUrls(String primary, String backup) {}
