package live.understudy.failover.slate;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.VideoConfig;

/**
 * A picture without the captions in it: shown again and again, it would say the same two letters
 * each time.
 */
final class Uncaptioned {
  private static final int AVC_LENGTH_AT = 4;
  private static final int HEVC_LENGTH_AT = 21;
  private static final int AVC_SEI = 6;
  private static final int HEVC_PREFIX_SEI = 39;

  /** Country, provider, "GA94", cc_data (ATSC A/53 part 4, 6.2.3): nothing in it is escaped. */
  private static final byte[] CC_DATA = HexFormat.of().parseHex("b500314741393403");

  private Uncaptioned() {}

  /** The picture's bytes, of H.264 and HEVC without SEI NAL units that have captions. */
  static ByteSlice of(VideoConfig video, AccessUnit picture) {
    boolean avc = video.fourCc().equals("avc1");
    int lengthAt = avc ? AVC_LENGTH_AT : HEVC_LENGTH_AT;
    boolean nalUnits = avc || video.fourCc().equals("hvc1");
    if (!picture.captions() || !nalUnits || video.decoderConfig().length() <= lengthAt) {
      return picture.data();
    }
    int lengthBytes = (video.decoderConfig().unsignedByte(lengthAt) & 3) + 1;
    ByteSlice data = picture.data();
    ByteArrayOutputStream kept = new ByteArrayOutputStream(data.length());
    int at = 0;
    while (at + lengthBytes < data.length()) {
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | data.unsignedByte(at + i);
      }
      int end = (int) Math.min(data.length(), at + lengthBytes + length);
      if (!isCaptions(data, at + lengthBytes, end, avc)) {
        kept.write(data.array(), data.offset() + at, end - at);
      }
      at = end;
    }
    return ByteSlice.of(kept.toByteArray());
  }

  private static boolean isCaptions(ByteSlice data, int from, int end, boolean avc) {
    if (from >= end) {
      return false;
    }
    int header = data.unsignedByte(from);
    boolean sei = avc ? (header & 0x1F) == AVC_SEI : (header >>> 1 & 0x3F) == HEVC_PREFIX_SEI;
    if (sei) {
      ByteSlice wanted = ByteSlice.of(CC_DATA);
      for (int at = from; at + CC_DATA.length <= end; at++) {
        if (data.slice(at, CC_DATA.length).equals(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
