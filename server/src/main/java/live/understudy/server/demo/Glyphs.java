package live.understudy.server.demo;

/**
 * Digits of seven segments and letters of five by seven cells, drawn as rectangles. They make the
 * picture readable without fonts or AWT, whose native libraries a server need not have.
 */
final class Glyphs {
  /** Segments a to g as bits 0 to 6, in the order of every data sheet: top, clockwise, middle. */
  private static final int[] SEGMENTS = {
    0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111,
    0b1111111, 0b1101111
  };

  /** Seven rows of five bits for each letter from A to Z, the top row first. */
  private static final long[] LETTERS = new long[26];

  static {
    String[] rows = {
      "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E", "1F10101E10101F",
      "1F10101E101010", "0E11101711110F", "1111111F111111", "0E04040404040E", "0702020202120C",
      "11121418141211", "1010101010101F", "111B1515111111", "11191513111111", "0E11111111110E",
      "1E11111E101010", "0E11111115120D", "1E11111E141211", "0F10100E01011E", "1F040404040404",
      "1111111111110E", "11111111110A04", "1111111515150A", "11110A040A1111", "11110A04040404",
      "1F01020408101F"
    };
    for (int i = 0; i < LETTERS.length; i++) {
      LETTERS[i] = Long.parseUnsignedLong(rows[i], 16);
    }
  }

  private Glyphs() {}

  /** Draws digits, ':' and '.', each digit 9 units wide and 16 high; answers where it ended. */
  static int digits(Picture picture, String text, int x, int y, int unit, int luma) {
    int at = x;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digit(picture, SEGMENTS[c - '0'], at, y, unit, luma);
        at += 12 * unit;
      } else {
        if (c == ':') {
          picture.luma(at, y + 4 * unit, 2 * unit, 2 * unit, luma);
        }
        picture.luma(at, y + (c == ':' ? 10 : 14) * unit, 2 * unit, 2 * unit, luma);
        at += 5 * unit;
      }
    }
    return at;
  }

  private static void digit(Picture picture, int segments, int x, int y, int u, int luma) {
    int[][] rectangles = {
      {1, 0, 7, 2},
      {7, 1, 2, 7},
      {7, 8, 2, 7},
      {1, 14, 7, 2},
      {0, 8, 2, 7},
      {0, 1, 2, 7},
      {1, 7, 7, 2}
    };
    for (int i = 0; i < rectangles.length; i++) {
      if ((segments >> i & 1) == 1) {
        int[] r = rectangles[i];
        picture.luma(x + r[0] * u, y + r[1] * u, r[2] * u, r[3] * u, luma);
      }
    }
  }

  /** Draws the letters of a text, each 5 units wide and 7 high; other characters are spaces. */
  static void letters(Picture picture, String text, int x, int y, int unit, int luma) {
    int at = x;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      long rows = c >= 'A' && c <= 'Z' ? LETTERS[c - 'A'] : 0;
      for (int row = 0; row < 7; row++) {
        long bits = rows >> (8 * (6 - row));
        for (int column = 0; column < 5; column++) {
          if ((bits >> (4 - column) & 1) == 1) {
            picture.luma(at + column * unit, y + row * unit, unit, unit, luma);
          }
        }
      }
      at += 6 * unit;
    }
  }
}
