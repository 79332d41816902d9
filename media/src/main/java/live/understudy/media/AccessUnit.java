package live.understudy.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One coded video frame, or one coded audio frame, with its timestamps.
 *
 * @param track whose it is
 * @param dts decode time in ticks of the track's timescale, on the session's own timeline; it may
 *     be negative
 * @param compositionOffset presentation time minus decode time in ticks; signed; 0 for audio
 * @param keyframe whether decoding can begin here (an IDR picture of H.264; an IRAP picture of
 *     HEVC, behind which pictures that are shown before it may refer to what came before; a shown
 *     key frame of AV1; a key frame of VP9; every audio frame)
 * @param data the coded bytes: for {@code avc1} and {@code hvc1} NAL units with length prefixes,
 *     for {@code av01} a temporal unit's OBUs without the delimiter, for {@code vp09} a frame or
 *     superframe, for sound one access unit without framing
 * @param contentHash a 64-bit hash of what is coded and of nothing else (for {@code avc1} the slice
 *     NAL units without SEI, parameter sets and delimiters), so that the same frame on two legs has
 *     the same hash
 * @param arrivedNs when its last byte arrived, on the server's monotonic clock
 * @param captions whether CEA-608 or CEA-708 caption data is in it
 * @param timecode when the picture was taken, where the encoder wrote it into it
 * @param texts what the encoder said in words between the last picture and this one; in a stream
 *     with pictures, sound has none
 */
public record AccessUnit(
    TrackType track,
    long dts,
    int compositionOffset,
    boolean keyframe,
    UnitData data,
    long contentHash,
    long arrivedNs,
    boolean captions,
    @Nullable Timecode timecode,
    List<TimedText> texts) {

  public AccessUnit {
    texts = List.copyOf(texts);
  }

  /** A unit without captions, timecode and texts. */
  public AccessUnit(
      TrackType track,
      long dts,
      int compositionOffset,
      boolean keyframe,
      UnitData data,
      long contentHash,
      long arrivedNs) {
    this(
        track,
        dts,
        compositionOffset,
        keyframe,
        data,
        contentHash,
        arrivedNs,
        false,
        null,
        List.of());
  }

  /** Presentation time in ticks of the track's timescale. */
  public long pts() {
    return dts + compositionOffset;
  }

  /** The same unit, decoded at {@code newDts} and presented as much later as before. */
  public AccessUnit withDts(long newDts) {
    return retimed(newDts, compositionOffset);
  }

  /** The same unit, decoded at {@code newDts} and presented when it was before. */
  public AccessUnit at(long newDts) {
    return retimed(newDts, Math.toIntExact(pts() - newDts));
  }

  /** The same unit with other texts. */
  public AccessUnit withTexts(List<TimedText> newTexts) {
    return new AccessUnit(
        track,
        dts,
        compositionOffset,
        keyframe,
        data,
        contentHash,
        arrivedNs,
        captions,
        timecode,
        newTexts);
  }

  /** The same unit with its data elsewhere. */
  public AccessUnit withData(UnitData other) {
    return new AccessUnit(
        track,
        dts,
        compositionOffset,
        keyframe,
        other,
        contentHash,
        arrivedNs,
        captions,
        timecode,
        texts);
  }

  private AccessUnit retimed(long newDts, int newOffset) {
    return new AccessUnit(
        track,
        newDts,
        newOffset,
        keyframe,
        data,
        contentHash,
        arrivedNs,
        captions,
        timecode,
        texts);
  }
}
