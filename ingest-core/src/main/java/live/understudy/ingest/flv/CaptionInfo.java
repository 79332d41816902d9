package live.understudy.ingest.flv;

import java.util.Base64;
import java.util.HexFormat;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * What {@code onCaptionInfo} of type {@code 708} carries. Nobody has specified it; encoders send,
 * in Base64, either the user data that would stand in a picture's SEI (ATSC A/53 part 4, 6.2.3),
 * from the T.35 country code on, or its cc_data() alone behind its length in four bytes.
 */
final class CaptionInfo {
  /** Country USA, provider ATSC, "GA94", user_data_type_code 3. */
  private static final byte[] T35_HEADER = HexFormat.of().parseHex("b500314741393403");

  private static final int LENGTH_BYTES = 4;
  private static final int CC_DATA_HEADER_BYTES = 2;
  private static final int CONSTRUCT_BYTES = 3;
  private static final int PROCESS_CC_DATA = 0x40;

  private CaptionInfo() {}

  /** The constructs of cc_data(), at least one; null when there are none to be found. */
  static @Nullable ByteSlice ccData(@Nullable String base64) {
    if (base64 == null) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
    ByteSlice all = ByteSlice.of(bytes);
    int header = T35_HEADER.length;
    if (bytes.length > header && all.slice(0, header).equals(ByteSlice.of(T35_HEADER))) {
      return constructs(all.slice(header, bytes.length - header));
    }
    if (bytes.length > LENGTH_BYTES && length(all) == bytes.length - LENGTH_BYTES) {
      return constructs(all.slice(LENGTH_BYTES, bytes.length - LENGTH_BYTES));
    }
    return null;
  }

  private static long length(ByteSlice bytes) {
    long length = 0;
    for (int i = 0; i < LENGTH_BYTES; i++) {
      length = length << 8 | bytes.unsignedByte(i);
    }
    return length;
  }

  /** Behind them there may be marker bits, and what else there is means nothing. */
  private static @Nullable ByteSlice constructs(ByteSlice ccData) {
    if (ccData.length() < CC_DATA_HEADER_BYTES) {
      return null;
    }
    int flags = ccData.unsignedByte(0);
    int bytes = (flags & 0x1F) * CONSTRUCT_BYTES;
    boolean useful = (flags & PROCESS_CC_DATA) != 0 && bytes > 0;
    return useful && CC_DATA_HEADER_BYTES + bytes <= ccData.length()
        ? ccData.slice(CC_DATA_HEADER_BYTES, bytes)
        : null;
  }
}
