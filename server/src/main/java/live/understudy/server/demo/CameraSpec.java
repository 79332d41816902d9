package live.understudy.server.demo;

/**
 * What a {@link DemoCamera} shows.
 *
 * @param language drawn in large letters, and the seed of its melody
 * @param width pixels, even
 * @param height pixels, even
 * @param framesPerSecond a divisor of the 48 kHz of the sound
 * @param hueDegrees the picture's colour, an angle in the plane of both colour differences
 */
public record CameraSpec(
    String language, int width, int height, int framesPerSecond, int hueDegrees) {
  /** Samples a second of every camera's sound, mono, 16 bit little endian. */
  public static final int SAMPLE_RATE = 48_000;

  public CameraSpec {
    if (width < 2 * FrameBlocks.CELLS || height < 36 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("No picture of " + width + "x" + height);
    }
    if (framesPerSecond < 1 || SAMPLE_RATE % framesPerSecond != 0) {
      throw new IllegalArgumentException("No whole number of samples in a frame");
    }
  }

  /** 640x360 with 30 frames a second. */
  public static CameraSpec standard(String language, int hueDegrees) {
    return new CameraSpec(language, 640, 360, 30, hueDegrees);
  }

  int pictureBytes() {
    return Picture.sizeOf(width, height);
  }

  int samplesPerFrame() {
    return SAMPLE_RATE / framesPerSecond;
  }
}
