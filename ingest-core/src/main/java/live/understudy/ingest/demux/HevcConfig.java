package live.understudy.ingest.demux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Reads an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1). */
final class HevcConfig {
  private static final int HEADER_BYTES = 23;
  private static final int VPS_TYPE = 32;
  private static final int SPS_TYPE = 33;
  private static final int PPS_TYPE = 34;
  private static final int PREFIX_SEI_TYPE = 39;
  private static final int USER_DATA_UNREGISTERED = 5;
  private static final int COMPLETE = 0x80;
  private static final String[] PROFILE_SPACES = {"", "A", "B", "C"};

  private HevcConfig() {}

  static VideoFormat parse(ByteSlice header) throws BadInputException {
    // Version 0 comes from encoders that follow a draft; the layout is the same.
    if (header.length() < HEADER_BYTES || header.unsignedByte(0) > 1) {
      throw new BadInputException("an HEVC sequence header that is no configuration record");
    }
    int lengthBytes = (header.unsignedByte(21) & 3) + 1;
    ByteArrayOutputStream record = new ByteArrayOutputStream(header.length());
    ByteSlice sps = copyArrays(header, record);
    if (lengthBytes == 3 || sps == null) {
      throw new BadInputException("an HEVC sequence header without a usable SPS");
    }
    PictureFormat picture = HevcSps.parse(sps);
    return new VideoFormat(
        "hvc1",
        header,
        ByteSlice.of(record.toByteArray()),
        rfc6381(header),
        picture,
        new HevcScanner(lengthBytes, picture.vui().timecode()));
  }

  /**
   * Writes the record anew and answers the first SPS. Arrays of parameter sets are marked as
   * complete, as a sample entry {@code hvc1} demands and encoders leave out ("the default and
   * mandatory value of array_completeness is equal to 1 for arrays of all types of parameter
   * sets"). The encoder's description of itself is left out: it would make the configurations of
   * two legs differ that differ in nothing else.
   */
  private static @Nullable ByteSlice copyArrays(ByteSlice header, ByteArrayOutputStream record)
      throws BadInputException {
    ByteSlice sps = null;
    ByteArrayOutputStream copied = new ByteArrayOutputStream(header.length());
    int arrays = header.unsignedByte(HEADER_BYTES - 1);
    int kept = 0;
    int at = HEADER_BYTES;
    for (int i = 0; i < arrays; i++) {
      int first = number(header, at, 1);
      int type = first & 0x3F;
      int count = number(header, at + 1, 2);
      at += 3;
      List<ByteSlice> units = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        int length = number(header, at, 2);
        at += 2;
        if (length > header.length() - at) {
          throw cutShort();
        }
        ByteSlice unit = header.slice(at, length);
        at += length;
        if (type == SPS_TYPE && sps == null) {
          sps = unit;
        }
        if (!isSelfDescription(type, unit)) {
          units.add(unit);
        }
      }
      if (!units.isEmpty()) {
        kept++;
        copied.write(type >= VPS_TYPE && type <= PPS_TYPE ? first | COMPLETE : first);
        writeShort(copied, units.size());
        for (ByteSlice unit : units) {
          writeShort(copied, unit.length());
          copied.write(unit.array(), unit.offset(), unit.length());
        }
      }
    }
    record.write(header.array(), header.offset(), HEADER_BYTES - 1);
    record.write(kept);
    record.writeBytes(copied.toByteArray());
    return sps;
  }

  /** An SEI NAL unit of unregistered user data, in which x265 writes its version and options. */
  private static boolean isSelfDescription(int type, ByteSlice unit) {
    return type == PREFIX_SEI_TYPE
        && unit.length() > 2
        && unit.unsignedByte(2) == USER_DATA_UNREGISTERED;
  }

  private static void writeShort(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static int number(ByteSlice record, int at, int bytes) throws BadInputException {
    if (at + bytes > record.length()) {
      throw cutShort();
    }
    return bytes == 1
        ? record.unsignedByte(at)
        : record.unsignedByte(at) << 8 | record.unsignedByte(at + 1);
  }

  private static BadInputException cutShort() {
    return new BadInputException("an HEVC sequence header that ends early");
  }

  /**
   * ISO/IEC 14496-15, E.3: the profile, its compatibility flags "in reverse bit order", tier and
   * level, and the constraint bytes where "trailing bytes that are zero may be omitted".
   */
  private static String rfc6381(ByteSlice record) {
    int profile = record.unsignedByte(1);
    int compatibility = 0;
    for (int i = 0; i < 4; i++) {
      compatibility = compatibility << 8 | record.unsignedByte(2 + i);
    }
    StringBuilder text = new StringBuilder("hvc1.");
    text.append(PROFILE_SPACES[profile >>> 6]).append(profile & 0x1F).append('.');
    text.append(Integer.toHexString(Integer.reverse(compatibility)).toUpperCase(Locale.ROOT));
    text.append('.').append((profile & 0x20) == 0 ? 'L' : 'H').append(record.unsignedByte(12));
    int last = 11;
    while (last >= 6 && record.unsignedByte(last) == 0) {
      last--;
    }
    for (int i = 6; i <= last; i++) {
      String hex = Integer.toHexString(record.unsignedByte(i));
      text.append('.').append(hex.toUpperCase(Locale.ROOT));
    }
    return text.toString();
  }
}
