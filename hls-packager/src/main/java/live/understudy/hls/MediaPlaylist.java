package live.understudy.hls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import live.understudy.media.Timescale;

/** Writes a Media Playlist (RFC 8216bis, 4.4), classic or low-latency. */
public final class MediaPlaylist {

  /** EXT-X-MAP in a playlist of ordinary segments needs 6 (RFC 8216bis, 8). */
  private static final int VERSION = 6;

  /** EXT-X-SKIP needs 9 (RFC 8216bis, 8). */
  private static final int VERSION_DELTA = 9;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final WindowSnapshot window;
  private final PlaylistShape shape;
  private final StringBuilder text;
  private int initNumber = -1;

  private MediaPlaylist(WindowSnapshot window, int skipped) {
    this.window = window;
    this.shape = window.shape();
    this.text = new StringBuilder(512 + 160 * (window.listed().size() - skipped));
  }

  /** The whole playlist; every line ends with a line feed. */
  public static String write(WindowSnapshot window) {
    return new MediaPlaylist(window, 0).write(0);
  }

  /**
   * The Playlist Delta Update (RFC 8216bis, 6.2.5.1), or the whole playlist when there is nothing
   * to skip.
   */
  public static String writeDelta(WindowSnapshot window) {
    int skipped = skippable(window);
    return new MediaPlaylist(window, skipped).write(skipped);
  }

  /**
   * How many segments lie before the Skip Boundary. "The Skip Boundary ... is CAN-SKIP-UNTIL
   * seconds from the end of the Playlist."
   */
  private static int skippable(WindowSnapshot window) {
    if (!window.shape().canSkip() || window.ended()) {
      return 0;
    }
    long aheadUs = 0;
    OpenSegment growing = window.open();
    if (growing != null) {
      for (Part part : growing.parts()) {
        aheadUs += part.durationUs();
      }
    }
    List<SegmentInfo> listed = window.listed();
    int first = listed.size();
    while (first > 0 && aheadUs < window.shape().skipBoundaryUs()) {
      aheadUs += listed.get(--first).durationUs();
    }
    return first;
  }

  private String write(int skipped) {
    if (!window.isPlayable()) {
      throw new IllegalArgumentException("a playlist lists at least one segment");
    }
    List<SegmentInfo> listed = window.listed();
    header(listed.getFirst(), skipped);
    int withParts = shape.lowLatency() && !window.ended() ? recent(listed) : listed.size();
    for (int i = skipped; i < listed.size(); i++) {
      segment(listed.get(i), i >= withParts);
    }
    if (window.ended()) {
      text.append("#EXT-X-ENDLIST\n");
    } else if (shape.lowLatency()) {
      liveEdge();
    }
    return text.toString();
  }

  /**
   * The first of the segments whose parts are listed: those of the last three target durations, by
   * what the playlist lists of them, whatever lies between their times.
   */
  private int recent(List<SegmentInfo> listed) {
    long behindUs = 0;
    int first = listed.size();
    while (first > 0 && behindUs < shape.maxBlockUs()) {
      behindUs += listed.get(--first).durationUs();
    }
    return first;
  }

  private void header(SegmentInfo first, int skipped) {
    // The tag's value is the number before the first segment's own discontinuity tag is counted.
    long discontinuitySequence = first.discontinuitySequence() - (first.discontinuity() ? 1 : 0);
    text.append("#EXTM3U\n#EXT-X-VERSION:").append(skipped > 0 ? VERSION_DELTA : VERSION);
    text.append("\n#EXT-X-TARGETDURATION:").append(shape.targetDurationS()).append('\n');
    if (!window.ended()) {
      serverControl();
    }
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first.msn());
    text.append("\n#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuitySequence).append('\n');
    // In a live low-latency list it would go before PART-HOLD-BACK.
    if (shape.rewindable() && (window.ended() || !shape.lowLatency())) {
      text.append("#EXT-X-START:TIME-OFFSET=");
      text.append(window.ended() ? "0" : "-" + shape.holdBackS()).append('\n');
    }
    if (skipped > 0) {
      text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
    }
  }

  private void serverControl() {
    if (!shape.canSkip()) {
      return;
    }
    text.append("#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=");
    appendMillis(shape.skipBoundaryUs());
    if (shape.lowLatency()) {
      text.append(",CAN-BLOCK-RELOAD=YES,HOLD-BACK=").append(shape.holdBackS());
      text.append(",PART-HOLD-BACK=");
      appendMillis(shape.partHoldBackUs());
      text.append("\n#EXT-X-PART-INF:PART-TARGET=");
      appendMillis(shape.partTargetUs());
    }
    text.append('\n');
  }

  private void segment(SegmentInfo segment, boolean withParts) {
    beginning(segment.discontinuity(), segment.initNumber(), segment.programDateTimeMs());
    Segment bytes = withParts ? window.inMemory().get(segment.msn()) : null;
    if (bytes != null) {
      parts(segment.msn(), bytes.parts());
    }
    text.append("#EXTINF:");
    appendMicros(segment.durationUs());
    text.append(",\n").append(segment.msn()).append(".m4s\n");
  }

  /**
   * RFC 8216bis, 4.4.4.9: tags that apply to the Parent Segment "MUST appear before the first
   * EXT-X-PART tag" of it.
   */
  private void beginning(boolean discontinuity, int init, long programDateTimeMs) {
    if (discontinuity) {
      text.append("#EXT-X-DISCONTINUITY\n");
    }
    if (init != initNumber) {
      text.append("#EXT-X-MAP:URI=\"init-").append(init).append(".mp4\"\n");
      initNumber = init;
    }
    text.append("#EXT-X-PROGRAM-DATE-TIME:");
    DATE.formatTo(Instant.ofEpochMilli(programDateTimeMs), text);
    text.append('\n');
  }

  private void parts(long msn, List<Part> parts) {
    for (Part part : parts) {
      text.append("#EXT-X-PART:DURATION=");
      appendMicros(Math.min(part.durationUs(), shape.partTargetUs()));
      text.append(",URI=\"").append(msn).append('.').append(part.index()).append(".m4s\"");
      if (part.independent()) {
        text.append(",INDEPENDENT=YES");
      }
      text.append('\n');
    }
  }

  private void liveEdge() {
    OpenSegment growing = window.open();
    if (growing != null) {
      beginning(growing.discontinuity(), growing.init().number(), growing.programDateTimeMs());
      parts(growing.msn(), growing.parts());
    }
    text.append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"");
    MediaName.OfPart hint = window.hint();
    text.append(hint.msn()).append('.').append(hint.part()).append(".m4s\"\n");
  }

  /** Decimal seconds with six places, without the locale or a formatter. */
  private void appendMicros(long micros) {
    text.append(micros / Timescale.MICROS_PER_SECOND).append('.');
    String fraction = Long.toString(micros % Timescale.MICROS_PER_SECOND);
    text.repeat('0', 6 - fraction.length()).append(fraction);
  }

  /** Decimal seconds with three places; rounded up. */
  private void appendMillis(long micros) {
    long millis = (micros + 999) / 1000;
    text.append(millis / 1000).append('.');
    String fraction = Long.toString(millis % 1000);
    text.repeat('0', 3 - fraction.length()).append(fraction);
  }
}
