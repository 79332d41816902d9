package live.understudy.ingest.demux;

import java.util.List;
import live.understudy.ingest.flv.VideoTag;
import live.understudy.media.ByteSlice;
import live.understudy.media.Timecode;
import live.understudy.media.TimedText;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * A coded frame whose time is still in the encoder's milliseconds.
 *
 * @param offsetNs what the milliseconds leave out
 * @param samples what a frame of sound lasts in output samples; 0 for video
 * @param leading see {@link FrameScanner#leading}
 */
record HeldUnit(
    TrackType track,
    long ms,
    int offsetNs,
    int offsetMs,
    int samples,
    boolean keyframe,
    boolean leading,
    boolean captions,
    @Nullable Timecode timecode,
    List<TimedText> texts,
    ByteSlice data,
    long hash,
    long arrivedNs) {

  /** What holding it costs. */
  long bytes() {
    long bytes = data.length();
    for (TimedText text : texts) {
      bytes += text.json().length();
    }
    return bytes;
  }

  /** The picture that {@code frame} has scanned. */
  static HeldUnit video(
      long ms,
      VideoTag.CodedFrame coded,
      FrameScanner frame,
      ByteSlice data,
      boolean captions,
      List<TimedText> texts,
      long arrivedNs) {
    return new HeldUnit(
        TrackType.VIDEO,
        ms,
        coded.offsetNs(),
        coded.compositionOffsetMs(),
        0,
        frame.keyframe(),
        frame.leading(),
        captions,
        frame.timecode(),
        texts,
        data,
        frame.hash(),
        arrivedNs);
  }

  static HeldUnit audio(
      long ms, int offsetNs, int samples, ByteSlice data, List<TimedText> texts, long arrivedNs) {
    long hash =
        ContentHash.finish(
            ContentHash.update(ContentHash.SEED, data.array(), data.offset(), data.length()));
    return new HeldUnit(
        TrackType.AUDIO,
        ms,
        offsetNs,
        0,
        samples,
        true,
        false,
        false,
        null,
        texts,
        data,
        hash,
        arrivedNs);
  }
}
