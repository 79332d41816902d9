package live.understudy.media;

/** The two kinds of track that a leg carries. */
public enum TrackType {
  VIDEO,
  AUDIO
}
