package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Looks through coded frames, one at a time; one instance serves a whole stream. */
abstract class FrameScanner {
  private boolean picture;
  private boolean keyframe;
  private boolean leading;
  private boolean captions;
  private long hash;

  /** Takes the next frame, whose findings replace the last one's; throws when it is broken. */
  final void scan(ByteSlice data) throws BadInputException {
    picture = false;
    keyframe = false;
    leading = false;
    captions = false;
    hash = ContentHash.SEED;
    walk(data);
  }

  abstract void walk(ByteSlice data) throws BadInputException;

  /** The frame's bytes as a file carries them. */
  ByteSlice sample(ByteSlice data) {
    return data;
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

  /** The hash of what is coded, and of nothing that only accompanies it. */
  final long hash() {
    return ContentHash.finish(hash);
  }

  final void foundCoded(byte[] array, int at, int length) {
    picture = true;
    hash = ContentHash.update(hash, array, at, length);
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
}
