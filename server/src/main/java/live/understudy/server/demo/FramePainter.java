package live.understudy.server.demo;

import java.util.Locale;

/**
 * Paints the pictures of a {@link DemoCamera}: the strip of {@link FrameBlocks}, the language in
 * large letters, the time of day down to the frame, the frame's number, and a bar that moves, so
 * that a picture that stands still is obvious at a glance.
 */
final class FramePainter {
  private final Picture picture;
  private final byte[] background;
  private final int framesPerSecond;
  private final long firstFrameDayMs;

  /**
   * @param firstFrameDayMs the local time of day at frame 0, in milliseconds since midnight
   */
  FramePainter(CameraSpec spec, long firstFrameDayMs) {
    this.picture = new Picture(spec.width(), spec.height());
    this.framesPerSecond = spec.framesPerSecond();
    this.firstFrameDayMs = firstFrameDayMs;
    this.background = new byte[Picture.sizeOf(spec.width(), spec.height())];
    picture.drawInto(background);
    paintBackground(spec);
  }

  private void paintBackground(CameraSpec spec) {
    int width = spec.width();
    int height = spec.height();
    for (int row = 0; row < height; row++) {
      picture.luma(0, row, width, 1, 40 + row * 50 / height);
    }
    double angle = Math.toRadians(spec.hueDegrees());
    int cb = (int) Math.round(128 + 38 * Math.cos(angle));
    int cr = (int) Math.round(128 + 38 * Math.sin(angle));
    picture.chroma(0, 0, width, height, cb, cr);
    int unit = unit();
    String language = spec.language().toUpperCase(Locale.ROOT);
    int top = FrameBlocks.cellHeight(width, height) + 6 * unit;
    Glyphs.letters(picture, language, 8 * unit, top, 3 * unit, 220);
    int nameWidth = 9 * 6 * unit;
    Glyphs.letters(picture, "UNDERSTUDY", width - nameWidth - 14 * unit, top, unit, 170);
  }

  /** Paints frame {@code number} into {@code target}, yuv420p of the camera's size. */
  void paint(long number, byte[] target) {
    System.arraycopy(background, 0, target, 0, background.length);
    picture.drawInto(target);
    FrameBlocks.paint(picture, number);
    int unit = unit();
    int middle = picture.height() * 45 / 100;
    Glyphs.digits(picture, clock(number), 24 * unit, middle, unit, 235);
    int small = Math.max(1, unit / 2);
    String count = String.format(Locale.ROOT, "%08d", number);
    Glyphs.digits(picture, count, 24 * unit, middle + 22 * unit, small, 190);
    int barWidth = Math.max(2, picture.width() / 20);
    int barTop = picture.height() * 88 / 100;
    int travel = picture.width() + barWidth;
    int barLeft = (int) (number * travel / (2L * framesPerSecond) % travel) - barWidth;
    picture.luma(0, barTop, picture.width(), picture.height() / 16, 30);
    picture.luma(barLeft, barTop, barWidth, picture.height() / 16, 235);
  }

  /** The time of day at a frame as HH:MM:SS.ff, ff counting the frames of the second. */
  String clock(long number) {
    long seconds = firstFrameDayMs / 1000 + number / framesPerSecond;
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%02d",
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
        number % framesPerSecond);
  }

  private int unit() {
    return Math.max(1, picture.width() / 160);
  }
}
