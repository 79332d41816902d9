package live.understudy.failover.signal;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an RFC 6381 codec string says, in the words of encoders' settings.
 *
 * @param profile for example {@code High}; null where the string says none that is known
 * @param level for example {@code 4.1}; null where it says none
 */
public record CodecName(@Nullable String profile, @Nullable String level) {
  private static final CodecName UNKNOWN = new CodecName(null, null);

  /** ISO/IEC 14496-10, A.2: profile_idc. */
  private static final Map<Integer, String> AVC =
      Map.of(
          66,
          "Baseline",
          77,
          "Main",
          88,
          "Extended",
          100,
          "High",
          110,
          "High 10",
          122,
          "High 4:2:2",
          244,
          "High 4:4:4");

  /** ITU-T H.265, A.3. */
  private static final Map<Integer, String> HEVC =
      Map.of(1, "Main", 2, "Main 10", 3, "Main Still Picture", 4, "Range Extensions");

  /** AV1, A.2: seq_profile. */
  private static final Map<Integer, String> AV1 = Map.of(0, "Main", 1, "High", 2, "Professional");

  /** VP9, annex A: profiles have a number and no name. */
  private static final int HIGHEST_VP9_PROFILE = 3;

  /** ISO/IEC 14496-3, 1.5.1.1: audio object types. */
  private static final Map<Integer, String> AAC =
      Map.of(1, "Main", 2, "LC", 5, "HE", 29, "HE v2", 42, "xHE");

  /** Reads {@code avc1.64001f} (RFC 6381, 3.3) and its kin. */
  public static CodecName of(String rfc6381) {
    String[] parts = rfc6381.split("\\.", -1);
    try {
      return switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "avc1", "avc3" -> avc(parts[1]);
        case "hvc1", "hev1" -> hevc(parts[1], parts[3]);
        case "av01" -> av1(Integer.parseInt(parts[1]), parts[2]);
        case "vp09" -> vp9(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        case "mp4a" -> new CodecName(AAC.get(Integer.parseInt(parts[2])), null);
        default -> UNKNOWN;
      };
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static CodecName avc(String hex) {
    int profile = Integer.parseInt(hex.substring(0, 2), 16);
    int constraints = Integer.parseInt(hex.substring(2, 4), 16);
    int level = Integer.parseInt(hex.substring(4, 6), 16);
    boolean constrained = profile == 66 && (constraints & 0x40) != 0;
    String name = AVC.get(profile);
    return new CodecName(constrained ? "Constrained Baseline" : name, tenths(level, 10));
  }

  /**
   * {@code hvc1.2.4.H123.B0}: ISO/IEC 14496-15, E.3; general_level_idc is thirty times the level.
   */
  private static CodecName hevc(String profile, String tierAndLevel) {
    String digits = profile.replaceAll("^[A-C]", "");
    String name = HEVC.get(Integer.parseInt(digits));
    String tier = tierAndLevel.startsWith("H") ? " (high tier)" : "";
    return new CodecName(name, tenths(Integer.parseInt(tierAndLevel.substring(1)), 30) + tier);
  }

  /** {@code av01.0.08M.08}: seq_level_idx counts four minor levels to each from 2.0 on. */
  private static CodecName av1(int profile, String levelAndTier) {
    int index = Integer.parseInt(levelAndTier.substring(0, 2));
    String level = index == 31 ? "maximum" : (2 + index / 4) + "." + index % 4;
    return new CodecName(AV1.get(profile), level);
  }

  /** {@code vp09.00.41.08}: VP Codec ISO Media File Format Binding, "Codecs Parameter String". */
  private static CodecName vp9(int profile, int level) {
    String name = profile <= HIGHEST_VP9_PROFILE ? "Profile " + profile : null;
    return new CodecName(name, tenths(level, 10));
  }

  private static String tenths(int level, int one) {
    return String.format(Locale.ROOT, "%.1f", (double) level / one);
  }
}
