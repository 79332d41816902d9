package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;

/** Walks over the tracks of one multitrack message of Enhanced RTMP v2, one after the other. */
final class TrackCursor {
  /** "The track with a trackId of zero is the default track"; this server serves that one. */
  static final int DEFAULT_TRACK = 0;

  private static final int ONE_TRACK = 0;
  private static final int MANY_TRACKS_MANY_CODECS = 2;

  private final Cursor in;
  private final int kind;
  private final int packetType;
  private String fourCc;
  private int id = -1;
  private ByteSlice payload = ByteSlice.EMPTY;

  /**
   * Reads what all tracks have in common; throws when it is cut short or makes no sense.
   *
   * @param in behind the packet type
   * @param multitrackType the packet type that is none within a multitrack message
   */
  TrackCursor(Cursor in, int multitrackType) throws BadInputException {
    this.in = in;
    int kindAndType = in.unsigned(1);
    kind = kindAndType >>> 4;
    packetType = kindAndType & 0x0F;
    if (kind > MANY_TRACKS_MANY_CODECS
        || packetType == multitrackType
        || packetType == ExPacket.MOD_EX) {
      throw new BadInputException("an Enhanced RTMP multitrack message of type " + kindAndType);
    }
    fourCc = kind == MANY_TRACKS_MANY_CODECS ? "" : in.fourCc();
  }

  /** Goes to the next track; false when there is none. */
  boolean next() throws BadInputException {
    if (in.remaining() == 0) {
      return false;
    }
    if (kind == MANY_TRACKS_MANY_CODECS) {
      fourCc = in.fourCc();
    }
    id = in.unsigned(1);
    payload = in.take(kind == ONE_TRACK ? in.remaining() : in.unsigned(3));
    return true;
  }

  int packetType() {
    return packetType;
  }

  String fourCc() {
    return fourCc;
  }

  int id() {
    return id;
  }

  ByteSlice payload() {
    return payload;
  }
}
