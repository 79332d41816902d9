package live.understudy.server.media;

import java.util.function.Consumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.server.http.ByteSource;
import org.jspecify.annotations.Nullable;

/** Keeps nothing: for a program whose archive could not be opened. Live goes on without. */
final class NoArchive implements Archive {

  private final RecordingStatus status;

  /** {@code reason}: as in {@link RecordingStatus#reason}. */
  NoArchive(String reason, long sinceMs) {
    status = new RecordingStatus(RecordingStatus.State.STOPPED, reason, 0, sinceMs);
  }

  @Override
  public void begin(PlaylistShape shape, long zeroWallMs) {}

  @Override
  public void parts(OpenSegment segment, Consumer<Boolean> onStored) {
    onStored.accept(false);
  }

  @Override
  public void segment(Segment segment, Consumer<Boolean> onStored) {
    onStored.accept(false);
  }

  @Override
  public void publishingUnstored() {}

  @Override
  public void end() {}

  @Override
  public @Nullable ByteSource find(MediaName name) {
    return null;
  }

  @Override
  public RecordingStatus status() {
    return status;
  }
}
