package live.understudy.server.media;

import java.util.function.Consumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.server.http.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * Where one program's segments are kept for longer than the memory keeps them. Called by the
 * program's loop except where said otherwise; nothing here blocks. {@code onStored} is called on
 * any thread, with false when the bytes are not kept.
 */
public interface Archive {

  /** A new playlist begins. */
  void begin(PlaylistShape shape, long zeroWallMs);

  /** A segment has grown by those parts that were not given before. */
  void parts(OpenSegment segment, Consumer<Boolean> onStored);

  /** A segment is complete, whether or not its parts were given before. */
  void segment(Segment segment, Consumer<Boolean> onStored);

  /** What was given so far is shown to viewers though it may not be kept. */
  void publishingUnstored();

  /** Nothing follows any more. */
  void end();

  /** What is kept under a name, or null. From any thread. */
  @Nullable ByteSource find(MediaName name);

  /** How it is going. From any thread. */
  RecordingStatus status();
}
