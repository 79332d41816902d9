package live.understudy.ingest.demux;

/** Levels of VP9 (VP9, annex A) and the pictures that they hold. */
enum Vp9Level {
  LEVEL_1(10, 36_864, 512),
  LEVEL_1_1(11, 73_728, 768),
  LEVEL_2(20, 122_880, 960),
  LEVEL_2_1(21, 245_760, 1_344),
  LEVEL_3(30, 552_960, 2_048),
  LEVEL_3_1(31, 983_040, 2_752),
  LEVEL_4(40, 2_228_224, 4_160),
  LEVEL_4_1(41, 2_228_224, 4_160),
  LEVEL_5(50, 8_912_896, 8_384),
  LEVEL_5_1(51, 8_912_896, 8_384),
  LEVEL_5_2(52, 8_912_896, 8_384),
  LEVEL_6(60, 35_651_584, 16_832),
  LEVEL_6_1(61, 35_651_584, 16_832),
  LEVEL_6_2(62, 35_651_584, 16_832);

  private final int number;
  private final long pixels;
  private final int side;

  Vp9Level(int number, long pixels, int side) {
    this.number = number;
    this.pixels = pixels;
    this.side = side;
  }

  /**
   * The claimed level where there is one of that number and it holds the picture, else the lowest
   * that does, or the highest of all; ten times its number.
   */
  static int holding(int width, int height, int claimed) {
    Vp9Level lowest = LEVEL_6_2;
    for (Vp9Level level : values()) {
      boolean holds =
          (long) width * height <= level.pixels && Math.max(width, height) <= level.side;
      if (holds && level.number == claimed) {
        return claimed;
      }
      if (holds && level.number < lowest.number) {
        lowest = level;
      }
    }
    return lowest.number;
  }
}
