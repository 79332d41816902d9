package live.understudy.hls.store;

import java.util.List;
import live.understudy.hls.InitSection;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentInfo;
import org.jspecify.annotations.Nullable;

/** What an index says, in the order in which it came to be on disk. */
public sealed interface IndexRecord {

  /**
   * The playlist begins.
   *
   * @param shape what never changes in it
   * @param zeroWallMs wall-clock time of the program's time zero, milliseconds since 1970 UTC
   */
  record Begin(PlaylistShape shape, long zeroWallMs) implements IndexRecord {}

  /** An init section, before whatever needs it. */
  record Init(InitSection section) implements IndexRecord {}

  /**
   * A volume: its file begins with the bytes of its init section, and then has parts.
   *
   * @param number from 0, one more for each
   * @param firstMsn the first segment meant for it, which names its file
   * @param attempt 0, or more when there were files of that name already
   * @param initNumber the one init section that all in it need
   */
  record Volume(int number, long firstMsn, int attempt, int initNumber) implements IndexRecord {

    /** Name of the volume's file. */
    public String fileName() {
      return attempt == 0 ? firstMsn + ".mp4" : firstMsn + "-" + attempt + ".mp4";
    }
  }

  /**
   * A part of a segment that grows. Its bytes follow those of the part before.
   *
   * @param msn the segment
   * @param index its place in it, from 0
   * @param part the part
   * @param start of the segment; with the first part only
   */
  record PartStored(long msn, int index, PartEntry part, @Nullable Start start)
      implements IndexRecord {}

  /** What the first part's record says of its segment. */
  record Start(SegmentHead head, Place place) {}

  /**
   * A complete segment, whether or not its parts have records of their own.
   *
   * @param info what playlists say of it
   * @param place where its bytes are, in one run
   * @param parts its parts
   */
  record SegmentStored(SegmentInfo info, Place place, List<PartEntry> parts)
      implements IndexRecord {

    public SegmentStored {
      parts = List.copyOf(parts);
    }
  }

  /** Numbers up to {@code mark} are used; where no segment was stored there are no bytes. */
  record Hole(Mark mark) implements IndexRecord {}

  /** The last segment was the last. */
  record End() implements IndexRecord {}
}
