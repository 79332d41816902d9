package live.understudy.hls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/** Writes a Media Playlist (RFC 8216bis, 4.4). */
public final class MediaPlaylist {

  /** EXT-X-MAP in a playlist of ordinary segments needs 6 (RFC 8216bis, 8). */
  private static final int VERSION = 6;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MediaPlaylist() {}

  /** The playlist's text; every line ends with a line feed. */
  public static String write(WindowSnapshot window) {
    if (!window.isPlayable()) {
      throw new IllegalArgumentException("a playlist lists at least one segment");
    }
    Segment first = window.listed().getFirst();
    // The tag's value is the number before the first segment's own discontinuity tag is counted.
    long discontinuitySequence = first.discontinuitySequence() - (first.discontinuity() ? 1 : 0);
    StringBuilder text = new StringBuilder(256 + 160 * window.listed().size());
    text.append("#EXTM3U\n#EXT-X-VERSION:").append(VERSION);
    text.append("\n#EXT-X-TARGETDURATION:").append(window.targetDurationS());
    text.append("\n#EXT-X-MEDIA-SEQUENCE:").append(first.msn());
    text.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuitySequence).append('\n');
    InitSection init = null;
    for (Segment segment : window.listed()) {
      appendSegment(text, segment, init);
      init = segment.init();
    }
    if (window.ended()) {
      text.append("#EXT-X-ENDLIST\n");
    }
    return text.toString();
  }

  private static void appendSegment(
      StringBuilder text, Segment segment, @Nullable InitSection previousInit) {
    if (segment.discontinuity()) {
      text.append("#EXT-X-DISCONTINUITY\n");
    }
    if (previousInit == null || previousInit.number() != segment.init().number()) {
      text.append("#EXT-X-MAP:URI=\"init-").append(segment.init().number()).append(".mp4\"\n");
    }
    text.append("#EXT-X-PROGRAM-DATE-TIME:");
    DATE.formatTo(Instant.ofEpochMilli(segment.programDateTimeMs()), text);
    text.append("\n#EXTINF:");
    appendSeconds(text, segment.durationUs());
    text.append(",\n").append(segment.name()).append('\n');
  }

  /** Decimal seconds with six places, without the locale or a formatter. */
  private static void appendSeconds(StringBuilder text, long micros) {
    text.append(micros / Timescale.MICROS_PER_SECOND).append('.');
    String fraction = Long.toString(micros % Timescale.MICROS_PER_SECOND);
    text.repeat('0', 6 - fraction.length()).append(fraction);
  }
}
