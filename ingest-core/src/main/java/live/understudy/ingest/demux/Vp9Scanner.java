package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Looks through frames and superframes of VP9 (VP9, 6.2 and annex B). Frames that are not shown and
 * come alone wait for one that is: "Altref frames MUST be part of a superframe" (VP Codec ISO Media
 * File Format Binding, "Video Samples").
 */
final class Vp9Scanner extends FrameScanner {
  private final Vp9Config config;
  private final List<ByteSlice> waiting = new ArrayList<>();
  private @Nullable ByteSlice joined;
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
    joined = null;
    List<ByteSlice> frames = Vp9Frames.of(data);
    boolean key = Vp9Header.of(frames.getFirst()).keyFrame();
    boolean shown = false;
    for (ByteSlice frame : frames) {
      shown |= Vp9Header.of(frame).shown();
    }
    if (key) {
      // It replaces whatever could be referred to, shown or not.
      waiting.clear();
    }
    if (!shown || !waiting.isEmpty()) {
      if (waiting.size() + frames.size() > Vp9Frames.MOST) {
        throw new BadInputException("VP9 with too many frames that are not shown");
      }
      waiting.addAll(frames);
    }
    if (!shown) {
      return;
    }
    if (!waiting.isEmpty()) {
      frames = List.copyOf(waiting);
      joined = Vp9Frames.join(frames);
      waiting.clear();
    }
    found(frames);
  }

  /** Behind another frame a key frame is no place where decoding can begin. */
  private void found(List<ByteSlice> frames) throws BadInputException {
    for (ByteSlice frame : frames) {
      foundCoded(frame.array(), frame.offset(), frame.length());
    }
    ByteSlice first = frames.getFirst();
    if (Vp9Header.of(first).keyFrame()) {
      foundKeyframe();
      Vp9Keyframe found = Vp9Keyframe.read(first);
      if (!found.equals(keyframe)) {
        format = config.format(found, this);
        keyframe = found;
      }
    }
  }

  @Override
  ByteSlice sample(ByteSlice data) {
    return joined == null ? data : joined;
  }
}
