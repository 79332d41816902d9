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
  private static final int MOD_EX = 7;

  private static final int ONE_TRACK = 0;
  private static final int MANY_TRACKS_MANY_CODECS = 2;
  private static final int DEFAULT_TRACK = 0;

  private static final int TIMESTAMP_OFFSET_NANO = 0;
  private static final int MAX_OFFSET_NS = 999_999;

  /**
   * Reads the header; throws when it is cut short.
   *
   * @param multitrackType how this kind of message spells Multitrack: 6 for video, 5 for audio
   * @return null when the message has nothing for the default track
   */
  static @Nullable ExPacket read(ByteSlice body, int multitrackType) throws BadInputException {
    Cursor in = new Cursor(body);
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
    if (type != multitrackType) {
      return new ExPacket(type, in.fourCc(), in.take(in.remaining()), offsetNs);
    }
    int kindAndType = in.unsigned(1);
    int kind = kindAndType >>> 4;
    int realType = kindAndType & 0x0F;
    if (kind > MANY_TRACKS_MANY_CODECS || realType == multitrackType || realType == MOD_EX) {
      throw new BadInputException("an Enhanced RTMP multitrack message of type " + kindAndType);
    }
    String fourCc = kind == MANY_TRACKS_MANY_CODECS ? "" : in.fourCc();
    while (in.remaining() > 0) {
      String trackFourCc = kind == MANY_TRACKS_MANY_CODECS ? in.fourCc() : fourCc;
      int trackId = in.unsigned(1);
      ByteSlice payload = in.take(kind == ONE_TRACK ? in.remaining() : in.unsigned(3));
      // "The track with a trackId of zero is the default track"; this server serves that one.
      if (trackId == DEFAULT_TRACK) {
        return new ExPacket(realType, trackFourCc, payload, offsetNs);
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
