package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Looks through frames and superframes of VP9 (VP9, 6.2 and annex B). */
final class Vp9Scanner extends FrameScanner {
  private static final int FRAME_MARKER = 0b10;
  private static final int HIGHEST_PROFILE = 3;

  private final Vp9Config config;
  private @Nullable Vp9Keyframe keyframe;
  private @Nullable VideoFormat format;

  Vp9Scanner(Vp9Config config) {
    this.config = config;
  }

  @Override
  @Nullable VideoFormat format() {
    return format;
  }

  @Override
  void walk(ByteSlice data) throws BadInputException {
    Vp9Frames frames = new Vp9Frames(data);
    boolean first = true;
    while (frames.next()) {
      int at = frames.at();
      boolean key = isKeyFrame(data.array()[at]);
      foundCoded(data.array(), at, frames.length());
      // A key frame replaces whatever could be referred to, shown or not; behind others it is late.
      if (first && key) {
        foundKeyframe();
        onKeyframe(Vp9Keyframe.read(data.array(), at, frames.length()));
      }
      first = false;
    }
  }

  /** The header's first byte: the profile's bits are swapped, and profile 3 has one more. */
  private static boolean isKeyFrame(byte header) throws BadInputException {
    int bits = header & 0xFF;
    if (bits >>> 6 != FRAME_MARKER) {
      throw new BadInputException("a VP9 frame without its marker");
    }
    int profile = bits >>> 5 & 1 | bits >>> 3 & 2;
    if (profile == HIGHEST_PROFILE && (bits & 0b1000) != 0) {
      throw new BadInputException("a VP9 frame of an unknown profile");
    }
    // show_existing_frame 0, frame_type KEY_FRAME.
    return (profile == HIGHEST_PROFILE ? bits & 0b0110 : bits & 0b1100) == 0;
  }

  private void onKeyframe(Vp9Keyframe found) throws BadInputException {
    if (!found.equals(keyframe)) {
      format = config.format(found, this);
      keyframe = found;
    }
  }
}
