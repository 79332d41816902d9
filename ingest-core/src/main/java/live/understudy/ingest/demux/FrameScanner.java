package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.Timecode;
import org.jspecify.annotations.Nullable;

/** Looks through coded frames, one at a time; one instance serves a whole stream. */
abstract class FrameScanner {
  private boolean picture;
  private boolean keyframe;
  private boolean leading;
  private boolean captions;
  private int codedAt;
  private @Nullable Timecode timecode;
  private long hash;

  /** Takes the next frame, whose findings replace the last one's; throws when it is broken. */
  final void scan(ByteSlice data) throws BadInputException {
    picture = false;
    keyframe = false;
    leading = false;
    captions = false;
    codedAt = -1;
    timecode = null;
    hash = ContentHash.SEED;
    walk(data);
  }

  abstract void walk(ByteSlice data) throws BadInputException;

  /**
   * What the pictures are from the last keyframe on, where keyframes say it themselves; null where
   * the sequence header said it all.
   */
  @Nullable VideoFormat format() {
    return null;
  }

  /** The frame's bytes as a file carries them. */
  ByteSlice sample(ByteSlice data) {
    return data;
  }

  /** Whether captions that come beside the pictures can be put into them. */
  boolean takesCaptions() {
    return false;
  }

  /**
   * The bytes of {@link #sample} of the frame that was scanned, with captions before its picture.
   *
   * @param constructs see {@link CaptionSei}
   */
  ByteSlice withCaptions(ByteSlice sample, ByteSlice constructs) {
    throw new UnsupportedOperationException("not these pictures");
  }

  /** Where what belongs before the picture can stand, an index of the array that was scanned. */
  final int codedAt() {
    return codedAt;
  }

  /** Whether there is a picture at all. */
  final boolean picture() {
    return picture;
  }

  /** Whether decoding can begin here, whatever the tag around it claims. */
  final boolean keyframe() {
    return keyframe;
  }

  /**
   * Whether it is decoded after its keyframe and shown before it, and may refer to pictures before
   * the keyframe: where decoding began at that keyframe, it can't be decoded.
   */
  final boolean leading() {
    return leading;
  }

  /** Whether CEA-608 or CEA-708 captions are in it. */
  final boolean captions() {
    return captions;
  }

  /** When the picture was taken, where it says so. */
  final @Nullable Timecode timecode() {
    return timecode;
  }

  /** The hash of what is coded, and of nothing that only accompanies it. */
  final long hash() {
    return ContentHash.finish(hash);
  }

  final void foundCoded(byte[] array, int at, int length) {
    picture = true;
    hash = ContentHash.update(hash, array, at, length);
  }

  /** What comes before {@code at} is not of the picture. */
  final void beginsAt(int at) {
    codedAt = codedAt < 0 ? at : codedAt;
  }

  final void foundKeyframe() {
    keyframe = true;
  }

  final void foundLeading() {
    leading = true;
  }

  final void foundCaptions(boolean found) {
    captions |= found;
  }

  /** Where there are several, UTC counts: it needs no other to be read, and never wraps. */
  final void foundTimecode(@Nullable Timecode found) {
    if (found != null && (timecode == null || found.periodNs() == 0)) {
      timecode = found;
    }
  }
}
