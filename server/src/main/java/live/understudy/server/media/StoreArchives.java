package live.understudy.server.media;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.media.ProgramId;
import live.understudy.server.http.ByteSource;
import live.understudy.server.store.Recording;
import live.understudy.server.store.SegmentStore;
import live.understudy.server.store.StoredListener;
import org.jspecify.annotations.Nullable;

/** The archives of programs are recordings in the segment store. */
public final class StoreArchives implements Archives {

  private final SegmentStore store;

  public StoreArchives(SegmentStore store) {
    this.store = store;
  }

  @Override
  public Opened open(ProgramId program) throws IOException {
    Recording recording = store.recording(program);
    return new Opened(new Recorded(recording), recording.recovered());
  }

  @Override
  public void delete(String eventId) {
    store.delete(eventId);
  }

  private record Recorded(Recording recording) implements Archive {

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
      var now = recording.status();
      RecordingStatus.State state =
          switch (now.state()) {
            case RECORDING -> RecordingStatus.State.RECORDING;
            case LAGGING -> RecordingStatus.State.LAGGING;
            case STOPPED -> RecordingStatus.State.STOPPED;
            case ENDED -> RecordingStatus.State.OFF;
          };
      return new RecordingStatus(state, code(now.reason()), now.bytes(), now.sinceMs());
    }

    private static @Nullable String code(@Nullable String reason) {
      if (reason == null) {
        return null;
      }
      String words = reason.toLowerCase(Locale.ROOT);
      if (words.contains("quota")) {
        return "quota";
      }
      if (words.contains("too slow")) {
        return "disk-slow";
      }
      return words.contains("full") || words.contains("free") ? "disk-full" : "disk-error";
    }
  }
}
