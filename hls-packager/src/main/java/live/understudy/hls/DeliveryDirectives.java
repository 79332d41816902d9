package live.understudy.hls;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for beyond the playlist itself (RFC 8216bis, 6.2.5).
 *
 * @param msn {@code _HLS_msn}, or -1
 * @param part {@code _HLS_part}, or -1
 * @param skip whether {@code _HLS_skip} asks for a delta update
 * @param problem why the request is refused, or null
 */
public record DeliveryDirectives(long msn, int part, boolean skip, @Nullable String problem) {

  /** A request without directives. */
  public static final DeliveryDirectives NONE = new DeliveryDirectives(-1, -1, false, null);

  private static final int MAX_MSN_DIGITS = 18;
  private static final int MAX_PART_DIGITS = 6;

  /** What becomes of a request. */
  public enum Fate {
    /** It is answered with what there is. */
    NOW,
    /** It waits for what it names. */
    WAITS,
    /** It names what will not come soon: 400. */
    REFUSED
  }

  /** Reads a URL's query; parameters that are not directives mean nothing. */
  public static DeliveryDirectives parse(@Nullable String query) {
    if (query == null || !query.contains("_HLS_")) {
      return NONE;
    }
    long msn = -1;
    long part = -1;
    boolean skip = false;
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith("_HLS_msn=")) {
        msn = number(parameter, MAX_MSN_DIGITS);
        if (msn < 0) {
          return refused("_HLS_msn is not a decimal integer");
        }
      } else if (parameter.startsWith("_HLS_part=")) {
        part = number(parameter, MAX_PART_DIGITS);
        if (part < 0) {
          return refused("_HLS_part is not a decimal integer");
        }
      } else if (parameter.startsWith("_HLS_skip=")) {
        // "v2" also skips EXT-X-DATERANGE tags, of which there are none.
        skip = parameter.endsWith("=YES") || parameter.endsWith("=v2");
      }
    }
    if (part >= 0 && msn < 0) {
      return refused("_HLS_part needs _HLS_msn");
    }
    return new DeliveryDirectives(msn, (int) part, skip, null);
  }

  private static DeliveryDirectives refused(String problem) {
    return new DeliveryDirectives(-1, -1, false, problem);
  }

  private static long number(String parameter, int maxDigits) {
    String digits = parameter.substring(parameter.indexOf('=') + 1);
    if (digits.isEmpty() || digits.length() > maxDigits) {
      return -1;
    }
    return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(digits) : -1;
  }

  /** What becomes of a playlist request while the playlist is in this state. */
  public Fate fate(WindowSnapshot window) {
    if (problem != null) {
      return Fate.REFUSED;
    }
    // "A server ... MUST ignore" the directives once there is an EXT-X-ENDLIST; a classic playlist
    // does not offer them.
    if (msn < 0 || window.ended() || !window.shape().lowLatency()) {
      return Fate.NOW;
    }
    if (isThere(window)) {
      return Fate.NOW;
    }
    return isTooFar(window) ? Fate.REFUSED : Fate.WAITS;
  }

  /**
   * A part index beyond the last of its segment means part 0 of the next one, and so does a request
   * without a part for the segment it names.
   */
  private boolean isThere(WindowSnapshot window) {
    long nextMsn = window.nextMsn();
    if (msn > nextMsn) {
      return false;
    }
    int wanted = Math.max(part, 0);
    if (msn == nextMsn) {
      return wanted < window.openParts();
    }
    Segment segment = window.inMemory().get(msn);
    boolean beyondLast = segment != null && wanted >= segment.parts().size();
    return !beyondLast || msn < nextMsn - 1 || window.openParts() > 0;
  }

  /**
   * RFC 8216bis, 6.2.5.2: a Media Sequence Number "greater than the Media Sequence Number of the
   * last Media Segment in the current Playlist plus two", or a part beyond the Advance Part Limit,
   * "three divided by the Part Target Duration if the Part Target Duration is less than one second,
   * or three otherwise", deserves a 400.
   */
  private boolean isTooFar(WindowSnapshot window) {
    if (msn > window.lastMsn() + 2) {
      return true;
    }
    long partTargetUs = window.shape().partTargetUs();
    long limit = partTargetUs < 1_000_000 ? 3_000_000 / partTargetUs : 3;
    long ahead = msn == window.nextMsn() ? part + 1L - window.openParts() : part + 1L;
    return ahead > limit && msn >= window.nextMsn();
  }

  /**
   * What becomes of a request for a part (RFC 8216bis, 6.2.6): the one that was hinted waits, the
   * others are there or not.
   */
  public static Fate fate(MediaName.OfPart name, WindowSnapshot window) {
    boolean hinted = name.equals(window.hint()) && !window.ended();
    return hinted && window.shape().lowLatency() ? Fate.WAITS : Fate.NOW;
  }
}
