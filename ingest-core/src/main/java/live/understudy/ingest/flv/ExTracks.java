package live.understudy.ingest.flv;

import java.util.function.Consumer;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import live.understudy.media.OtherTrack;
import live.understudy.media.TrackType;

/** What multitrack messages of Enhanced RTMP v2 carry besides the default track. */
public final class ExTracks {
  private static final int EX_AUDIO = 9;

  private ExTracks() {}

  /** Whether the message may have more than one track; costs a look at one byte. */
  public static boolean isMultitrack(TrackType track, ByteSlice body) {
    if (body.length() < 2) {
      return false;
    }
    int first = body.unsignedByte(0);
    boolean extended =
        track == TrackType.VIDEO
            ? (first & 0x80) != 0 && !VideoTag.isCommand(first)
            : first >>> 4 == EX_AUDIO;
    int type = first & 0x0F;
    return extended && (type == multitrackType(track) || type == ExPacket.MOD_EX);
  }

  /**
   * Tells of each track but the default one. Stops where the message breaks off: nobody is served
   * from it.
   */
  public static void others(TrackType track, ByteSlice body, Consumer<OtherTrack> seen) {
    try {
      Cursor in = new Cursor(body);
      int type = ExPacket.Head.read(in).type();
      if (type != multitrackType(track)) {
        return;
      }
      TrackCursor tracks = new TrackCursor(in, type);
      while (tracks.next()) {
        if (tracks.id() != TrackCursor.DEFAULT_TRACK) {
          seen.accept(OtherTrack.of(track, tracks.id(), tracks.fourCc()));
        }
      }
    } catch (BadInputException e) {
      // What is served was read already, or is refused where it is read.
    }
  }

  private static int multitrackType(TrackType track) {
    return track == TrackType.VIDEO ? ExPacket.VIDEO_MULTITRACK : ExPacket.AUDIO_MULTITRACK;
  }
}
