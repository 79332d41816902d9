package live.understudy.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramePainterTest {
  private static final CameraSpec SPEC = CameraSpec.standard("en", 200);

  private static byte[] paint(CameraSpec spec, long frame) {
    byte[] picture = new byte[spec.pictureBytes()];
    new FramePainter(spec, 0).paint(frame, picture);
    return picture;
  }

  /** One luma value from the middle of each cell, as a decoder that scales down sees it. */
  static byte[] cells(byte[] picture, int width, int height) {
    byte[] cells = new byte[FrameBlocks.CELLS];
    int cell = width / FrameBlocks.CELLS;
    int row = FrameBlocks.cellHeight(width, height) / 2;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = picture[row * width + i * cell + cell / 2];
    }
    return cells;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 0x555555, 0xaaaaaa, 0xffffff, 108_000, 7_919})
  void paint_anyFrame_blocksReadBackTheNumber(long frame) {
    byte[] cells = cells(paint(SPEC, frame), 640, 360);
    assertEquals(OptionalInt.of((int) frame), FrameBlocks.read(cells, 0));
  }

  @Test
  void read_oneBitFlipped_isRefused() {
    byte[] sound = cells(paint(SPEC, 12_345), 640, 360);
    for (int i = 0; i < FrameBlocks.CELLS; i++) {
      byte[] broken = sound.clone();
      broken[i] = (byte) ~broken[i];
      assertTrue(FrameBlocks.read(broken, 0).isEmpty(), "cell " + i);
    }
  }

  @Test
  void paint_otherSizes_blocksReadBack() {
    for (int[] size : new int[][] {{320, 180}, {1280, 720}, {64, 36}}) {
      CameraSpec spec = new CameraSpec("de", size[0], size[1], 25, 0);
      byte[] cells = cells(paint(spec, 99), size[0], size[1]);
      assertEquals(OptionalInt.of(99), FrameBlocks.read(cells, 0), size[0] + " wide");
    }
  }

  @Test
  void paint_consecutiveFrames_differBelowTheStrip() {
    int below = 640 * 300;
    byte[] one = Arrays.copyOfRange(paint(SPEC, 30), below, 640 * 360);
    byte[] two = Arrays.copyOfRange(paint(SPEC, 31), below, 640 * 360);
    assertFalse(Arrays.equals(one, two), "the bar moves with every frame");
  }

  @Test
  void paint_twoHues_differInColourOnly() {
    byte[] blue = paint(SPEC, 5);
    byte[] red = paint(CameraSpec.standard("en", 90), 5);
    int luma = 640 * 360;
    assertEquals(0, Arrays.compare(blue, 0, luma, red, 0, luma));
    assertNotEquals(0, Arrays.compare(blue, luma, blue.length, red, luma, red.length));
  }

  @Test
  void clock_acrossMidnight_wrapsAndCountsFrames() {
    long beforeMidnightMs = (23 * 3600 + 59 * 60 + 59) * 1000L;
    FramePainter painter = new FramePainter(SPEC, beforeMidnightMs);
    assertEquals("23:59:59.29", painter.clock(29));
    assertEquals("00:00:00.00", painter.clock(30));
  }

  @Test
  void spec_oddSideOrUnevenRate_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CameraSpec("en", 641, 360, 30, 0));
    assertThrows(IllegalArgumentException.class, () -> new CameraSpec("en", 640, 20, 30, 0));
    assertThrows(IllegalArgumentException.class, () -> new CameraSpec("en", 640, 360, 29, 0));
  }
}
