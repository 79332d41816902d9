package live.understudy.hls;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import live.understudy.media.ByteSlice;
import live.understudy.media.TimedText;

/**
 * Writes what is said in words as ID3 in an event message ("Carriage of ID3 Timed Metadata in
 * CMAF", 2.2; ISO/IEC 23009-1, 5.10.3.3): a {@code TXXX} frame (ID3 2.4.0 frames, 4.2.6) that has
 * the message's name as its description and JSON as its value.
 */
final class EventMessage {
  private static final String SCHEME = "https://aomedia.org/emsg/ID3";

  /** "0xFFFFFFFF: the duration is unknown"; it is seen until the next one. */
  private static final long UNKNOWN_DURATION = 0xFFFFFFFFL;

  private static final int UTF_8 = 3;
  private static final int FRAME_HEADER_BYTES = 10;

  private EventMessage() {}

  /** {@code pts}: when it is to be seen, on the timeline of the media. */
  static void write(ByteWriter w, int timescale, long pts, TimedText text) {
    byte[] tag = id3(text);
    int emsg = w.fullBox("emsg", 1, 0);
    w.u32(timescale).u64(pts).u32(UNKNOWN_DURATION).u32(id(timescale, pts, tag));
    w.ascii(SCHEME).u8(0).u8(0);
    w.raw(ByteSlice.of(tag));
    w.end(emsg);
  }

  /**
   * Players take what has one id for one event. So what is published twice, where legs overlap, has
   * the same id if both legs carry it on the same picture, and everything else another one.
   */
  private static long id(int timescale, long pts, byte[] tag) {
    CRC32 crc = new CRC32();
    crc.update(new ByteWriter().u32(timescale).u64(pts).toArray());
    crc.update(tag);
    return crc.getValue();
  }

  private static byte[] id3(TimedText text) {
    byte[] name = text.name().getBytes(StandardCharsets.US_ASCII);
    int content = 1 + name.length + 1 + text.json().length();
    ByteWriter w = new ByteWriter();
    // Version 2.4.0 without flags.
    w.ascii("ID3").u16(0x0400).u8(0);
    synchsafe(w, FRAME_HEADER_BYTES + content);
    w.ascii("TXXX");
    synchsafe(w, content);
    w.u16(0).u8(UTF_8).raw(ByteSlice.of(name)).u8(0).raw(text.json());
    return w.toArray();
  }

  /** A number in four bytes of seven bits (ID3 2.4.0 structure, 6.2). */
  private static void synchsafe(ByteWriter w, int value) {
    for (int shift = 21; shift >= 0; shift -= 7) {
      w.u8(value >>> shift & 0x7F);
    }
  }
}
