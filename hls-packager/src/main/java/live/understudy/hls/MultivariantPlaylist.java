package live.understudy.hls;

import java.util.Locale;
import live.understudy.media.Timescale;

/** Writes the Multivariant Playlist of one rendition (RFC 8216bis, 4.4.6). */
public final class MultivariantPlaylist {

  private MultivariantPlaylist() {}

  /**
   * The playlist's text.
   *
   * @param window the media playlist that it points to; codecs, size and the measured bandwidths
   *     are its newest segments'
   * @param mediaPlaylistUri where that playlist is, relative to this one
   */
  public static String write(WindowSnapshot window, String mediaPlaylistUri) {
    if (!window.isPlayable()) {
      throw new IllegalArgumentException("a variant has at least one segment");
    }
    InitSection init = window.inits().get(window.listed().getLast().initNumber());
    if (init == null) {
      throw new IllegalStateException("a listed segment has an init section");
    }
    Variant variant = init.variant();
    boolean captions = window.listed().stream().anyMatch(SegmentInfo::captions);
    StringBuilder text = new StringBuilder(384);
    text.append("#EXTM3U\n#EXT-X-VERSION:6\n");
    if (captions) {
      // CEA-608 says no language; CC1 is the service that encoders use (RFC 8216bis, 4.4.6.1).
      text.append("#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"CC\"");
      text.append(",AUTOSELECT=YES,DEFAULT=NO,INSTREAM-ID=\"CC1\"\n");
    }
    text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peakBitsPerSecond(window));
    text.append(",AVERAGE-BANDWIDTH=").append(averageBitsPerSecond(window));
    text.append(",CODECS=\"").append(variant.codecs()).append('"');
    if (variant.width() > 0) {
      text.append(",RESOLUTION=").append(variant.width()).append('x').append(variant.height());
      if (variant.frameRate() > 0) {
        text.append(",FRAME-RATE=");
        text.append(String.format(Locale.ROOT, "%.3f", variant.frameRate()));
      }
      if (!variant.videoRange().equals("SDR")) {
        // "If it is not present, its value is assumed to be SDR" (4.4.6.2).
        text.append(",VIDEO-RANGE=").append(variant.videoRange());
      }
      if (captions) {
        text.append(",CLOSED-CAPTIONS=\"cc\"");
      }
    }
    return text.append('\n').append(mediaPlaylistUri).append('\n').toString();
  }

  private static long peakBitsPerSecond(WindowSnapshot window) {
    long peak = 0;
    for (SegmentInfo segment : window.listed()) {
      peak = Math.max(peak, bitsPerSecond(segment.sizeBytes(), segment.durationUs()));
    }
    return peak;
  }

  private static long averageBitsPerSecond(WindowSnapshot window) {
    long bytes = 0;
    long durationUs = 0;
    for (SegmentInfo segment : window.listed()) {
      bytes += segment.sizeBytes();
      durationUs += segment.durationUs();
    }
    return bitsPerSecond(bytes, durationUs);
  }

  private static long bitsPerSecond(long bytes, long durationUs) {
    return bytes * 8 * Timescale.MICROS_PER_SECOND / Math.max(1, durationUs);
  }
}
