package live.understudy.server.demo;

import java.util.Arrays;

/**
 * A yuv420p picture being drawn: {@code width * height} luma bytes, then both chroma planes at a
 * quarter of that. Coordinates are luma pixels; what lies outside is clipped.
 */
final class Picture {
  private final int width;
  private final int height;
  private byte[] bytes;

  Picture(int width, int height) {
    if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("yuv420p needs even sides: " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.bytes = new byte[sizeOf(width, height)];
  }

  static int sizeOf(int width, int height) {
    return width * height * 3 / 2;
  }

  /** Draws into this array from now on. */
  void drawInto(byte[] target) {
    if (target.length != sizeOf(width, height)) {
      throw new IllegalArgumentException("A picture has " + sizeOf(width, height) + " bytes");
    }
    this.bytes = target;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Fills the luma of a rectangle and leaves its colour. */
  void luma(int x, int y, int w, int h, int value) {
    int left = Math.clamp(x, 0, width);
    int right = Math.clamp((long) x + w, 0, width);
    for (int row = Math.max(0, y); row < Math.min(height, y + h); row++) {
      Arrays.fill(bytes, row * width + left, row * width + right, (byte) value);
    }
  }

  /** Fills the colour of a rectangle and leaves its luma; 128, 128 is grey. */
  void chroma(int x, int y, int w, int h, int cb, int cr) {
    int half = width / 2;
    int left = Math.clamp(x / 2, 0, half);
    int right = Math.clamp((long) (x + w + 1) / 2, 0, half);
    int cbPlane = width * height;
    int crPlane = cbPlane + half * (height / 2);
    for (int row = Math.max(0, y / 2); row < Math.min(height / 2, (y + h + 1) / 2); row++) {
      int from = row * half + left;
      int to = row * half + right;
      Arrays.fill(bytes, cbPlane + from, cbPlane + to, (byte) cb);
      Arrays.fill(bytes, crPlane + from, crPlane + to, (byte) cr);
    }
  }
}
