package live.understudy.ingest.rtmp;

import live.understudy.ingest.IngestLimits;

/** The limits that tests use. */
public final class Limits {
  public static final IngestLimits DEFAULT = IngestLimits.defaults();

  private Limits() {}
}
