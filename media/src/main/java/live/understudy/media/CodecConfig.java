package live.understudy.media;

/**
 * What a decoder must know before the first access unit of a track, and the timescale in which the
 * track's times are counted. Two tracks with equal configurations can share one init section.
 */
public sealed interface CodecConfig permits VideoConfig, AudioConfig {

  TrackType track();

  /** Ticks per second of every time of the track; positive. */
  int timescale();

  /** Ticks from one access unit to the next, or 0 when they are not at a constant distance. */
  int frameTicks();

  /** The codec's name as RFC 6381 writes it in {@code CODECS}, for example {@code avc1.64001f}. */
  String rfc6381();
}
