package live.understudy.hls;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of a live playlist, for any number of readers. It holds no bytes: what it
 * says is in memory may have gone meanwhile.
 *
 * @param shape what never changes
 * @param listed the complete segments of the playlist, oldest first
 * @param inMemory the newest of them, and the ones that left the list lately, by MSN
 * @param open the segment that grows, or null; only low-latency playlists show it
 * @param inits the init sections they need, by number
 * @param servedFromMsn segments from here on are served, from disk where they are not in memory
 * @param ended whether {@code EXT-X-ENDLIST} is written
 */
public record WindowSnapshot(
    PlaylistShape shape,
    List<SegmentInfo> listed,
    Map<Long, Segment> inMemory,
    @Nullable OpenSegment open,
    Map<Integer, InitSection> inits,
    long servedFromMsn,
    boolean ended) {

  /** The same, but for the segment that grows and the end. */
  WindowSnapshot with(@Nullable OpenSegment growing, boolean hasEnded) {
    return new WindowSnapshot(shape, listed, inMemory, growing, inits, servedFromMsn, hasEnded);
  }

  /** The bytes in memory under a name, one behind the other; null when they are not there. */
  public @Nullable List<MediaBytes> find(MediaName name) {
    return switch (name) {
      case MediaName.OfSegment of -> {
        Segment segment = inMemory.get(of.msn());
        yield segment == null ? null : segment.parts().stream().map(Part::bytes).toList();
      }
      case MediaName.OfPart of -> part(of);
      case MediaName.OfInit of -> {
        InitSection init = inits.get(of.number());
        yield init == null ? null : List.of(MediaBytes.of(init.bytes()));
      }
    };
  }

  private @Nullable List<MediaBytes> part(MediaName.OfPart name) {
    Segment segment = inMemory.get(name.msn());
    OpenSegment growing = open;
    List<Part> parts =
        segment != null
            ? segment.parts()
            : growing != null && growing.msn() == name.msn() ? growing.parts() : List.of();
    return name.part() < parts.size() ? List.of(parts.get(name.part()).bytes()) : null;
  }

  /** Whether it may be on disk though it is not in memory. */
  public boolean isServed(long msn) {
    return !listed.isEmpty() && msn >= servedFromMsn && msn <= listed.getLast().msn();
  }

  /** MSN of the last complete segment; -1 while there is none. */
  public long lastMsn() {
    return listed.isEmpty() ? -1 : listed.getLast().msn();
  }

  /** MSN of the segment that grows, or will grow next; its first part may not be there yet. */
  public long nextMsn() {
    OpenSegment growing = open;
    return growing != null ? growing.msn() : lastMsn() + 1;
  }

  /** How many parts of {@link #nextMsn} there are. */
  public int openParts() {
    OpenSegment growing = open;
    return growing == null ? 0 : growing.parts().size();
  }

  /**
   * The number of the init section with which players are going to use what is hinted at; -1 before
   * there is one.
   */
  public int hintedInit() {
    OpenSegment growing = open;
    if (growing != null) {
      return growing.init().number();
    }
    return listed.isEmpty() ? -1 : listed.getLast().initNumber();
  }

  /** The number of the init section that the parts of a segment need; -1 where it is not known. */
  public int initOf(long msn) {
    OpenSegment growing = open;
    if (growing != null && growing.msn() == msn) {
      return growing.init().number();
    }
    Segment segment = inMemory.get(msn);
    return segment == null ? -1 : segment.info().initNumber();
  }

  /** The part that is hinted at: the next one, as far as can be known. */
  public MediaName.OfPart hint() {
    OpenSegment growing = open;
    return growing != null && growing.endsHere()
        ? new MediaName.OfPart(growing.msn() + 1, 0)
        : new MediaName.OfPart(nextMsn(), openParts());
  }

  /**
   * Whether a playlist can be given out. Players want a complete segment in it, even where parts of
   * the first one are there already.
   */
  public boolean isPlayable() {
    return !listed.isEmpty();
  }
}
