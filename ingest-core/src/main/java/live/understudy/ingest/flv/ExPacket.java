package live.understudy.ingest.flv;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * What is inside one audio or video message of Enhanced RTMP (v2, "ExVideoTagHeader" and
 * "ExAudioTagHeader"): its default track's packet.
 *
 * @param type VideoPacketType or AudioPacketType, never ModEx or Multitrack
 * @param fourCc the codec's four letters
 * @param payload what follows the header
 * @param offsetNs what the message's timestamp leaves out of a millisecond
 */
record ExPacket(int type, String fourCc, ByteSlice payload, int offsetNs) {
  static final int SEQUENCE_START = 0;
  static final int CODED_FRAMES = 1;
  static final int SEQUENCE_END = 2;
  static final int MOD_EX = 7;

  /** How a message spells that tracks follow. */
  static final int VIDEO_MULTITRACK = 6;

  static final int AUDIO_MULTITRACK = 5;

  private static final int TIMESTAMP_OFFSET_NANO = 0;
  private static final int MAX_OFFSET_NS = 999_999;

  /**
   * What comes first.
   *
   * @param type the packet type behind all modifiers
   */
  record Head(int type, int offsetNs) {

    static Head read(Cursor in) throws BadInputException {
      int type = in.unsigned(1) & 0x0F;
      int offsetNs = 0;
      while (type == MOD_EX) {
        ByteSlice modifier = modifier(in);
        int kindAndNext = in.unsigned(1);
        if (kindAndNext >>> 4 == TIMESTAMP_OFFSET_NANO) {
          offsetNs = nanoseconds(modifier);
        }
        type = kindAndNext & 0x0F;
      }
      return new Head(type, offsetNs);
    }
  }

  /**
   * Reads the header; throws when it is cut short.
   *
   * @param multitrackType how this kind of message spells Multitrack
   * @return null when the message has nothing for the default track
   */
  static @Nullable ExPacket read(ByteSlice body, int multitrackType) throws BadInputException {
    Cursor in = new Cursor(body);
    Head head = Head.read(in);
    if (head.type() != multitrackType) {
      return new ExPacket(head.type(), in.fourCc(), in.take(in.remaining()), head.offsetNs());
    }
    TrackCursor tracks = new TrackCursor(in, multitrackType);
    while (tracks.next()) {
      if (tracks.id() == TrackCursor.DEFAULT_TRACK) {
        return new ExPacket(
            tracks.packetType(), tracks.fourCc(), tracks.payload(), head.offsetNs());
      }
    }
    return null;
  }

  /** What a ModEx packet before the real one carries. */
  private static ByteSlice modifier(Cursor in) throws BadInputException {
    int size = in.unsigned(1) + 1;
    return in.take(size == 256 ? in.unsigned(2) + 1 : size);
  }

  private static int nanoseconds(ByteSlice modifier) throws BadInputException {
    int offsetNs = modifier.length() < 3 ? MAX_OFFSET_NS + 1 : new Cursor(modifier).unsigned(3);
    if (offsetNs > MAX_OFFSET_NS) {
      throw new BadInputException("an Enhanced RTMP timestamp offset of a millisecond or more");
    }
    return offsetNs;
  }
}
