package live.understudy.ingest.demux;

import live.understudy.media.Colour;
import org.jspecify.annotations.Nullable;

/**
 * The colours of VP9's pictures. Their color_space (VP9, 7.2.2) names a recommendation; which
 * brightness curve goes with it, of those for high dynamic range, only the container can say.
 */
final class Vp9Colour {
  static final Colour UNSPECIFIED = new Colour(2, 2, 2, false);

  private static final int UNSAID = 2;

  /** By color_space, in the code points of ITU-T H.273; the one before the last is reserved. */
  private static final Colour[] SPACES = {
    UNSPECIFIED,
    new Colour(5, 6, 5, false),
    Colour.BT709,
    new Colour(6, 6, 6, false),
    new Colour(7, 7, 7, false),
    new Colour(9, 14, 9, false),
    UNSPECIFIED,
    new Colour(1, 13, 0, true)
  };

  private Vp9Colour() {}

  /** What {@code keyframe} says, and where it leaves something open, {@code claimed}. */
  static @Nullable Colour of(Vp9Keyframe keyframe, Colour claimed) {
    Colour space = SPACES[keyframe.colourSpace()];
    boolean subsampled = keyframe.halfWidth() || keyframe.halfHeight();
    // 0 is reserved, but for the matrix of RGB, whose colours have all their pixels.
    int matrix = claimed.matrix() == 0 && subsampled ? UNSAID : claimed.matrix();
    boolean contradicts =
        space.matrix() != UNSAID && matrix != UNSAID && !isSame(space.matrix(), matrix);
    Colour colour =
        new Colour(
            contradicts ? space.primaries() : either(said(claimed.primaries()), space.primaries()),
            contradicts ? space.transfer() : either(said(claimed.transfer()), space.transfer()),
            contradicts ? space.matrix() : either(matrix, space.matrix()),
            keyframe.fullRange());
    return colour.equals(UNSPECIFIED) ? null : colour;
  }

  private static int said(int code) {
    return code == 0 ? UNSAID : code;
  }

  private static int either(int first, int second) {
    return first == UNSAID ? second : first;
  }

  /** BT.601 has two numbers for one matrix, and BT.2020 two that pictures don't tell apart. */
  private static boolean isSame(int matrix, int other) {
    int lower = Math.min(matrix, other);
    return matrix == other || (lower == 5 || lower == 9) && Math.max(matrix, other) == lower + 1;
  }
}
