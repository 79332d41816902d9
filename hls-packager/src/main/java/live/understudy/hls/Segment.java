package live.understudy.hls;

import java.util.List;

/**
 * A complete Media Segment with its bytes.
 *
 * @param info what playlists say of it
 * @param init the init section it needs
 * @param parts its parts; their bytes in this order are the segment's bytes
 */
public record Segment(SegmentInfo info, InitSection init, List<Part> parts) {

  public Segment {
    parts = List.copyOf(parts);
  }

  public long msn() {
    return info.msn();
  }

  public long durationUs() {
    return info.durationUs();
  }

  /** Another holder of all its bytes; false when some of them have gone. */
  boolean retain() {
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).bytes().retain()) {
        parts.subList(0, i).forEach(part -> part.bytes().release());
        return false;
      }
    }
    return true;
  }

  /** One holder less. */
  void release() {
    parts.forEach(part -> part.bytes().release());
  }
}
