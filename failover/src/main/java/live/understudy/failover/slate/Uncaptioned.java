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

  private static final int OBU_METADATA = 5;
  private static final int OBU_HAS_EXTENSION = 4;
  private static final int OBU_HAS_SIZE = 2;
  private static final int METADATA_ITUT_T35 = 4;
  private static final int MAX_SIZE_BITS = 28;

  /** Country, provider, "GA94", cc_data (ATSC A/53 part 4, 6.2.3): nothing in it is escaped. */
  private static final byte[] CC_DATA = HexFormat.of().parseHex("b500314741393403");

  private Uncaptioned() {}

  /** The picture's bytes, without SEI NAL units or AV1 metadata that have captions. */
  static ByteSlice of(VideoConfig video, AccessUnit picture) {
    ByteSlice data = picture.data().bytes();
    if (!picture.captions()) {
      return data;
    }
    if (video.fourCc().equals("av01")) {
      return ofAv1(data);
    }
    boolean avc = video.fourCc().equals("avc1");
    int lengthAt = avc ? AVC_LENGTH_AT : HEVC_LENGTH_AT;
    boolean nalUnits = avc || video.fourCc().equals("hvc1");
    if (!nalUnits || video.decoderConfig().length() <= lengthAt) {
      return data;
    }
    int lengthBytes = (video.decoderConfig().unsignedByte(lengthAt) & 3) + 1;
    return ofNalUnits(data, lengthBytes, avc);
  }

  private static ByteSlice ofNalUnits(ByteSlice data, int lengthBytes, boolean avc) {
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

  /** Of OBUs with their sizes (AV1 5.3 and 4.10.5); what is broken stays as it is. */
  private static ByteSlice ofAv1(ByteSlice data) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(data.length());
    int at = 0;
    while (at < data.length()) {
      int header = data.unsignedByte(at);
      int payload = at + ((header & OBU_HAS_EXTENSION) == 0 ? 1 : 2);
      long size = 0;
      boolean more = (header & OBU_HAS_SIZE) != 0;
      // Only the last OBU may leave its size out.
      int end = more ? Math.min(data.length(), payload) : data.length();
      for (int shift = 0; more && payload < data.length(); shift += 7) {
        int next = data.unsignedByte(payload++);
        size |= shift < MAX_SIZE_BITS ? (next & 0x7FL) << shift : 0;
        more = (next & 0x80) != 0;
        end = (int) Math.min(data.length(), payload + size);
      }
      if (!isAv1Captions(data, header, payload, end)) {
        kept.write(data.array(), data.offset() + at, end - at);
      }
      at = end;
    }
    return ByteSlice.of(kept.toByteArray());
  }

  private static boolean isAv1Captions(ByteSlice data, int header, int from, int end) {
    return (header >>> 3 & 0x0F) == OBU_METADATA
        && end - from > CC_DATA.length
        && data.unsignedByte(from) == METADATA_ITUT_T35
        && data.slice(from + 1, CC_DATA.length).equals(ByteSlice.of(CC_DATA));
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
