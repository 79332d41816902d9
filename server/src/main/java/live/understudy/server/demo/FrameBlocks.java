package live.understudy.server.demo;

import java.util.OptionalInt;

/**
 * A frame's own number, painted as a strip of black and white cells that survives encoding: a white
 * and a black marker, 24 bits with the lowest first, and a cell of even parity. Whoever decodes the
 * stream reads from it which frames were lost and which were shown twice.
 */
public final class FrameBlocks {
  /** Two markers, 24 bits, parity. */
  public static final int CELLS = 27;

  private static final int BITS = 24;
  private static final int WHITE = 235;
  private static final int BLACK = 16;

  private FrameBlocks() {}

  /** The side of a cell in pixels; the strip is as high as one cell. */
  public static int cellHeight(int width, int height) {
    return Math.min(width / CELLS, height / 6);
  }

  static void paint(Picture picture, long frame) {
    int cellWidth = picture.width() / CELLS;
    int cellHeight = cellHeight(picture.width(), picture.height());
    picture.chroma(0, 0, picture.width(), cellHeight, 128, 128);
    picture.luma(0, 0, picture.width(), cellHeight, BLACK);
    int parity = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      int value;
      if (cell < 2) {
        value = 1 - cell;
      } else if (cell < BITS + 2) {
        value = (int) (frame >> (cell - 2) & 1);
        parity ^= value;
      } else {
        value = parity;
      }
      picture.luma(cell * cellWidth, 0, cellWidth, cellHeight, value == 1 ? WHITE : BLACK);
    }
  }

  /**
   * Reads a number from one luma value per cell.
   *
   * @param cells at least {@link #CELLS} luma bytes from {@code offset} on
   * @return empty when markers or parity do not fit, so when the cells are no strip
   */
  public static OptionalInt read(byte[] cells, int offset) {
    int number = 0;
    int parity = 0;
    for (int i = 0; i < BITS; i++) {
      int bit = bit(cells, offset + 2 + i);
      number |= bit << i;
      parity ^= bit;
    }
    boolean sound =
        bit(cells, offset) == 1
            && bit(cells, offset + 1) == 0
            && bit(cells, offset + CELLS - 1) == parity;
    return sound ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static int bit(byte[] cells, int at) {
    return (cells[at] & 0xff) > 125 ? 1 : 0;
  }
}
