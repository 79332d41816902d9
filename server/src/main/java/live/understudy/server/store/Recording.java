package live.understudy.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.understudy.api.event.RecordingStatus;
import live.understudy.hls.InitSection;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.Mark;
import live.understudy.hls.store.Recovered;
import live.understudy.hls.store.SegmentHead;
import live.understudy.media.ProgramId;
import live.understudy.server.http.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * What one program leaves on disk. No method waits for the disk. What is given is called from one
 * thread, the program's event loop, with numbers that ascend; {@link #find} and {@link #status} may
 * be called from any.
 *
 * <p>A number means the same bytes for ever. So that this holds across a kill, the program
 * publishes what it gave when its listener was called, or after {@link #publishingUnstored}. A
 * number that is given again takes the place of what was given under it and later ones: an engine
 * that failed goes on from what viewers have seen.
 */
public final class Recording {

  private final ProgramId program;
  private final @Nullable Recovered recovered;
  private final boolean tellsAll;
  private final RecordingFiles files;
  private final ReadHandles handles;
  private final RecordingQueue queue;

  // Of the program's event loop.
  private Mark given;
  private boolean ended;

  Recording(
      ProgramId program,
      @Nullable Recovered recovered,
      boolean tellsAll,
      Mark newest,
      RecordingFiles files,
      ReadHandles handles,
      RecordingQueue queue) {
    this.program = program;
    this.recovered = recovered;
    this.tellsAll = tellsAll;
    this.given = newest;
    this.ended = recovered != null && recovered.ended();
    this.files = files;
    this.handles = handles;
    this.queue = queue;
  }

  /** The program that is recorded. */
  public ProgramId program() {
    return program;
  }

  /** What was on disk when it was opened; null when there was nothing. */
  public @Nullable Recovered recovered() {
    return recovered;
  }

  /**
   * Whether nothing was published but what {@link #recovered} says. Not so where the recording
   * began when it was opened, or never learned how the playlist began.
   */
  public boolean tellsAll() {
    return tellsAll;
  }

  /**
   * The playlist begins.
   *
   * @param zeroWallMs wall-clock time of the program's time zero, milliseconds since 1970 UTC
   */
  public void begin(PlaylistShape shape, long zeroWallMs) {
    queue.records(given, List.of(new IndexRecord.Begin(shape, zeroWallMs)), StoredListener.NONE);
  }

  /** A segment grows: those of its parts that were not given yet are taken. */
  public void parts(OpenSegment segment, StoredListener listener) {
    Mark mark = Mark.after(segment, given.nextInitNumber());
    boolean anew = isAnew(mark);
    List<Part> fresh = fresh(segment.msn(), segment.parts(), anew);
    given = mark;
    SegmentHead head = SegmentHead.of(segment);
    queue.media(
        mark,
        new Op.Parts(head, segment.init(), fresh, anew, bytes(fresh), Leases.of(fresh), listener));
  }

  /** A segment is complete, whether or not its parts were given before. */
  public void segment(Segment segment, StoredListener listener) {
    Mark mark = Mark.after(segment.info(), segment.parts().size(), given.nextInitNumber());
    boolean anew = isAnew(mark);
    long bytes = bytes(fresh(segment.msn(), segment.parts(), anew));
    given = mark;
    queue.media(
        mark,
        new Op.Complete(
            segment.info(),
            segment.init(),
            segment.parts(),
            anew,
            bytes,
            Leases.of(segment.parts()),
            listener));
  }

  /** The last segment was the last. Can't be undone. */
  public void end(StoredListener listener) {
    if (ended) {
      throw new IllegalStateException("the recording of " + program + " ended before");
    }
    ended = true;
    given = given.withEnd();
    queue.end(given, List.of(new IndexRecord.End()), listener);
  }

  /**
   * What was given so far is published now though its listener was not called yet. Its numbers are
   * remembered in place, so that a restarted process does not use them again.
   */
  public void publishingUnstored() {
    queue.publishingUnstored();
  }

  private boolean isAnew(Mark mark) {
    if (ended) {
      throw new IllegalStateException("MSN " + mark.msn() + " of " + program + " after its end");
    }
    return !mark.isBeyond(given);
  }

  /** Those of {@code parts} that were not given with the segment's first ones. */
  private List<Part> fresh(long msn, List<Part> parts, boolean anew) {
    int before = given.msn() == msn && !anew ? given.parts() : 0;
    return new ArrayList<>(parts.subList(Math.min(before, parts.size()), parts.size()));
  }

  private static long bytes(List<Part> parts) {
    long bytes = 0;
    for (Part part : parts) {
      bytes += part.bytes().length();
    }
    return bytes;
  }

  /** What is stored under a name; null when it is not. Reading from it blocks. */
  public @Nullable ByteSource find(MediaName name) {
    return switch (name) {
      case MediaName.OfSegment of -> source(files.places().segment(of.msn()));
      case MediaName.OfPart of -> source(files.places().part(of.msn(), of.part()));
      case MediaName.OfInit of -> {
        InitSection init = files.init(of.number());
        yield init == null ? null : new MemorySource(init.bytes());
      }
    };
  }

  private @Nullable ByteSource source(StoredPlaces.@Nullable Run run) {
    if (run == null) {
      return null;
    }
    Path volume = files.volumePath(run.volume());
    return volume == null ? null : new DiskSource(handles, volume, run.offset(), run.length());
  }

  /** How it fares. */
  public RecordingStatus status() {
    return queue.status();
  }

  // --- from the writer thread ---

  /** Tries again what the disk did not take, when it is time to. */
  void tick(long nowNs) {
    queue.tick(nowNs);
  }

  /** Nothing is taken any more; writes what waits if {@code writing}. */
  void close(boolean writing) throws IOException {
    queue.close(writing);
    files.close();
  }
}
