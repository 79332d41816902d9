package live.understudy.hls;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of a live playlist, for any number of readers.
 *
 * @param listed the segments of the playlist, oldest first
 * @param served those and the ones that left the list lately, by MSN
 * @param inits the init sections they need, by number
 * @param ended whether {@code EXT-X-ENDLIST} is written
 * @param targetDurationS {@code EXT-X-TARGETDURATION}
 */
public record WindowSnapshot(
    List<Segment> listed,
    Map<Long, Segment> served,
    Map<Integer, InitSection> inits,
    boolean ended,
    int targetDurationS) {

  // One name for one thing: leading zeros would give a cache any number of copies.
  private static final Pattern SEGMENT =
      Pattern.compile("(0|[1-9]\\d{0,17})(?:\\.(0|[1-9]\\d{0,5}))?\\.m4s");
  private static final Pattern INIT = Pattern.compile("init-(0|[1-9]\\d{0,8})\\.mp4");

  /** A state without segments. */
  public static WindowSnapshot empty(int targetDurationS) {
    return new WindowSnapshot(List.of(), Map.of(), Map.of(), false, targetDurationS);
  }

  /**
   * The bytes of a segment {@code {msn}.m4s}, a part {@code {msn}.{part}.m4s} or an init section
   * {@code init-{n}.mp4}, in one or several pieces; null when it is not served.
   */
  public byte @Nullable [][] find(String name) {
    Matcher segment = SEGMENT.matcher(name);
    if (segment.matches()) {
      Segment found = served.get(Long.parseLong(segment.group(1)));
      return found == null ? null : pieces(found, segment.group(2));
    }
    Matcher init = INIT.matcher(name);
    if (init.matches()) {
      InitSection found = inits.get(Integer.parseInt(init.group(1)));
      return found == null ? null : new byte[][] {found.bytes()};
    }
    return null;
  }

  private static byte @Nullable [][] pieces(Segment segment, @Nullable String part) {
    List<Part> parts = segment.parts();
    if (part == null) {
      byte[][] all = new byte[parts.size()][];
      for (int i = 0; i < all.length; i++) {
        all[i] = parts.get(i).bytes();
      }
      return all;
    }
    int index = Integer.parseInt(part);
    return index < parts.size() ? new byte[][] {parts.get(index).bytes()} : null;
  }

  /** Whether a playlist can be given out: RFC 8216bis wants at least one segment in it. */
  public boolean isPlayable() {
    return !listed.isEmpty();
  }
}
