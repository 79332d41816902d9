package live.understudy.media;

/**
 * One coded video frame, or one coded audio frame, with its timestamps.
 *
 * @param track whose it is
 * @param dts decode time in ticks of the track's timescale, on the session's own timeline; it may
 *     be negative
 * @param compositionOffset presentation time minus decode time in ticks; signed; 0 for audio
 * @param keyframe whether decoding can begin here (an IDR picture; every audio frame)
 * @param data the coded bytes: for {@code avc1} NAL units with length prefixes, for {@code mp4a} a
 *     raw AAC frame
 * @param contentHash a 64-bit hash of what is coded and of nothing else (for {@code avc1} the slice
 *     NAL units without SEI, parameter sets and delimiters), so that the same frame on two legs has
 *     the same hash
 * @param arrivedNs when its last byte arrived, on the server's monotonic clock
 */
public record AccessUnit(
    TrackType track,
    long dts,
    int compositionOffset,
    boolean keyframe,
    ByteSlice data,
    long contentHash,
    long arrivedNs) {

  /** Presentation time in ticks of the track's timescale. */
  public long pts() {
    return dts + compositionOffset;
  }

  /** The same unit, decoded at {@code newDts} and presented as much later as before. */
  public AccessUnit withDts(long newDts) {
    return new AccessUnit(track, newDts, compositionOffset, keyframe, data, contentHash, arrivedNs);
  }

  /** The same unit, decoded at {@code newDts} and presented when it was before. */
  public AccessUnit at(long newDts) {
    return new AccessUnit(
        track, newDts, Math.toIntExact(pts() - newDts), keyframe, data, contentHash, arrivedNs);
  }
}
