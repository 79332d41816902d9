package live.understudy.hls;

import org.jspecify.annotations.Nullable;

/**
 * The name of what a playlist lists. One name for one thing: no leading zeros, no signs, which
 * would give a cache any number of copies.
 */
public sealed interface MediaName {

  /** {@code {msn}.m4s}. */
  record OfSegment(long msn) implements MediaName {}

  /** {@code {msn}.{part}.m4s}. */
  record OfPart(long msn, int part) implements MediaName {}

  /** {@code init-{number}.mp4}. */
  record OfInit(int number) implements MediaName {}

  /** Reads a name; null when it is none of these. */
  static @Nullable MediaName parse(String name) {
    if (name.endsWith(".m4s")) {
      int end = name.length() - 4;
      int dot = name.lastIndexOf('.', end - 1);
      if (dot < 0) {
        long msn = number(name, 0, end, 18);
        return msn < 0 ? null : new OfSegment(msn);
      }
      long msn = number(name, 0, dot, 18);
      long part = number(name, dot + 1, end, 6);
      return msn < 0 || part < 0 ? null : new OfPart(msn, (int) part);
    }
    if (name.startsWith("init-") && name.endsWith(".mp4")) {
      long number = number(name, 5, name.length() - 4, 9);
      return number < 0 ? null : new OfInit((int) number);
    }
    return null;
  }

  /** The decimal number in {@code text[from, to)}, or -1. */
  private static long number(String text, int from, int to, int maxDigits) {
    int digits = to - from;
    if (digits < 1 || digits > maxDigits || (digits > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
