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
}
