package live.understudy.media;

/**
 * What a picture's numbers mean as colours, in the code points of ITU-T H.273.
 *
 * @param primaries ColourPrimaries, 0 to 255; 2 is unspecified
 * @param transfer TransferCharacteristics, 0 to 255; 2 is unspecified
 * @param matrix MatrixCoefficients, 0 to 255; 2 is unspecified
 * @param fullRange VideoFullRangeFlag
 */
public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {
  /** Of high definition, and what players take for granted where nothing is said. */
  public static final Colour BT709 = new Colour(1, 1, 1, false);

  private static final int BT2020_PRIMARIES = 9;
  private static final int TRANSFER_PQ = 16;
  private static final int TRANSFER_HLG = 18;

  /** Throws {@link IllegalArgumentException} when a code point has more than eight bits. */
  public Colour {
    if ((primaries | transfer | matrix) >>> 8 != 0) {
      throw new IllegalArgumentException("a colour's code points have eight bits");
    }
  }

  /** Whether a screen for ordinary colours can't show them all. */
  public boolean isWide() {
    return primaries == BT2020_PRIMARIES || !videoRange().equals("SDR");
  }

  /** The brightness curve as {@code VIDEO-RANGE} names it: {@code SDR}, {@code PQ}, {@code HLG}. */
  public String videoRange() {
    return switch (transfer) {
      case TRANSFER_PQ -> "PQ";
      case TRANSFER_HLG -> "HLG";
      default -> "SDR";
    };
  }
}
