package live.understudy.server.store;

import java.io.IOException;
import java.util.function.Consumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.media.ProgramId;
import live.understudy.server.http.ByteSource;
import live.understudy.server.media.Archive;
import live.understudy.server.media.Archives;
import org.jspecify.annotations.Nullable;

/** The segment store as programs see it. */
public record StoreArchives(SegmentStore store) implements Archives {

  @Override
  public Opened open(ProgramId program) throws IOException {
    Recording recording = store.recording(program);
    return new Opened(new RecordingArchive(recording), recording.recovered(), recording.tellsAll());
  }

  @Override
  public void delete(String eventId) {
    store.delete(eventId);
  }

  private record RecordingArchive(Recording recording) implements Archive {

    @Override
    public void begin(PlaylistShape shape, long zeroWallMs) {
      recording.begin(shape, zeroWallMs);
    }

    @Override
    public void parts(OpenSegment segment, Consumer<Boolean> onStored) {
      recording.parts(segment, onStored::accept);
    }

    @Override
    public void segment(Segment segment, Consumer<Boolean> onStored) {
      recording.segment(segment, onStored::accept);
    }

    @Override
    public void publishingUnstored() {
      recording.publishingUnstored();
    }

    @Override
    public void end() {
      recording.end(StoredListener.NONE);
    }

    @Override
    public @Nullable ByteSource find(MediaName name) {
      return recording.find(name);
    }

    @Override
    public RecordingStatus status() {
      return recording.status();
    }
  }
}
