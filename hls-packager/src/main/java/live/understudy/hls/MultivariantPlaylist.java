package live.understudy.hls;

import java.util.Locale;
import live.understudy.media.AudioConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timescale;
import live.understudy.media.VideoConfig;

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
    StreamConfig config = window.listed().getLast().init().config();
    StringBuilder text = new StringBuilder(256);
    text.append("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-STREAM-INF:BANDWIDTH=");
    text.append(peakBitsPerSecond(window));
    text.append(",AVERAGE-BANDWIDTH=").append(averageBitsPerSecond(window));
    text.append(",CODECS=\"").append(codecs(config)).append('"');
    VideoConfig video = config.video();
    if (video != null) {
      text.append(",RESOLUTION=").append(video.width()).append('x').append(video.height());
      if (video.frameTicks() > 0) {
        text.append(",FRAME-RATE=").append(String.format(Locale.ROOT, "%.3f", video.frameRate()));
      }
    }
    return text.append('\n').append(mediaPlaylistUri).append('\n').toString();
  }

  private static String codecs(StreamConfig config) {
    VideoConfig video = config.video();
    AudioConfig audio = config.audio();
    if (video == null || audio == null) {
      return video != null ? video.rfc6381() : audio != null ? audio.rfc6381() : "";
    }
    return video.rfc6381() + "," + audio.rfc6381();
  }

  private static long peakBitsPerSecond(WindowSnapshot window) {
    long peak = 0;
    for (Segment segment : window.listed()) {
      peak = Math.max(peak, bitsPerSecond(segment.sizeBytes(), segment.durationUs()));
    }
    return peak;
  }

  private static long averageBitsPerSecond(WindowSnapshot window) {
    long bytes = 0;
    long durationUs = 0;
    for (Segment segment : window.listed()) {
      bytes += segment.sizeBytes();
      durationUs += segment.durationUs();
    }
    return bitsPerSecond(bytes, durationUs);
  }

  private static long bitsPerSecond(long bytes, long durationUs) {
    return bytes * 8 * Timescale.MICROS_PER_SECOND / Math.max(1, durationUs);
  }
}
