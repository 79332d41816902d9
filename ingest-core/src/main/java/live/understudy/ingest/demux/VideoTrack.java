package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.ingest.flv.VideoTag;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the pictures are coded with: most headers say it all, VP9's leaves their size to the
 * keyframes.
 */
final class VideoTrack {
  private @Nullable VideoFormat header;
  private @Nullable VideoFormat format;
  private boolean awaitsKeyframe;

  /**
   * Takes a header, and answers the format from here on: null while it is unknown, and where a new
   * header leaves it to the next keyframe, the one before.
   */
  @Nullable VideoFormat onHeader(VideoTag.SequenceHeader next) throws BadInputException {
    // Some encoders send an empty header first, and many repeat theirs at every keyframe.
    boolean news = header == null || !header.isFrom(next.fourCc(), next.config());
    if (next.config().length() > 0 && news) {
      VideoFormat parsed = VideoFormat.parse(next.fourCc(), next.config());
      header = parsed;
      awaitsKeyframe = !parsed.isComplete();
      format = awaitsKeyframe ? format : parsed;
    }
    return format;
  }

  /** Whether there is a header whose pictures nothing is known of yet. */
  boolean awaitsKeyframe() {
    return awaitsKeyframe;
  }

  /** What looks through {@code frame}; null where no header belongs to it. */
  @Nullable FrameScanner scannerOf(VideoTag.CodedFrame frame) {
    return header == null || !header.fourCc().equals(frame.fourCc()) ? null : header.scanner();
  }

  /** The format from the keyframe on that the scanner has looked through last. */
  @Nullable VideoFormat onKeyframe(FrameScanner scanner) {
    VideoFormat said = scanner.format();
    if (said != null) {
      format = said;
      awaitsKeyframe = false;
    }
    return format;
  }

  /** Whether captions that come beside the pictures can be put into them; yes before any came. */
  boolean takesCaptions() {
    return header == null || header.scanner().takesCaptions();
  }
}
