package live.understudy.media;

import org.jspecify.annotations.Nullable;

/**
 * A video track's configuration.
 *
 * @param fourCc the sample entry's type as Enhanced RTMP and ISO BMFF name it: {@code avc1}, {@code
 *     hvc1}, {@code av01} or {@code vp09}
 * @param decoderConfig the body of the configuration box: an AVCDecoderConfigurationRecord (ISO/IEC
 *     14496-15, 5.3.3.1), an HEVCDecoderConfigurationRecord (8.3.3.1), an
 *     AV1CodecConfigurationRecord (AV1 in ISOBMFF, 2.3.3); for {@code vp09} without the box's
 *     version and flags, a VPCodecConfigurationRecord (VP Codec ISO Media File Format Binding)
 * @param rfc6381 the codec string, for example {@code avc1.64001f}
 * @param width coded picture width after cropping, pixels
 * @param height coded picture height after cropping, pixels
 * @param timescale ticks per second of the track
 * @param frameTicks the frame grid: ticks from one frame to the next, or 0 when the stream has no
 *     constant frame rate
 * @param pixelAspectWidth a pixel's width in units of which {@code pixelAspectHeight} is its
 *     height; both 1 for square pixels and when nothing is known; positive
 * @param pixelAspectHeight see {@code pixelAspectWidth}
 * @param colour what the stream says of its colours, or null when it says nothing
 */
public record VideoConfig(
    String fourCc,
    ByteSlice decoderConfig,
    String rfc6381,
    int width,
    int height,
    int timescale,
    int frameTicks,
    int pixelAspectWidth,
    int pixelAspectHeight,
    @Nullable Colour colour)
    implements CodecConfig {

  /** The timescale of a stream without a frame grid: MPEG's 90 kHz. */
  public static final int GRIDLESS_TIMESCALE = 90_000;

  /** Throws {@link IllegalArgumentException} when the pixels have no shape. */
  public VideoConfig {
    if (pixelAspectWidth <= 0 || pixelAspectHeight <= 0) {
      throw new IllegalArgumentException("a pixel's sides are positive");
    }
  }

  /** Square pixels, and colours of which nothing is said. */
  public VideoConfig(
      String fourCc,
      ByteSlice decoderConfig,
      String rfc6381,
      int width,
      int height,
      int timescale,
      int frameTicks) {
    this(fourCc, decoderConfig, rfc6381, width, height, timescale, frameTicks, 1, 1, null);
  }

  @Override
  public TrackType track() {
    return TrackType.VIDEO;
  }

  /** Frames per second of the grid, or 0 when there is none. */
  public double frameRate() {
    return frameTicks == 0 ? 0 : (double) timescale / frameTicks;
  }

  /** The width in square pixels at which the picture's {@link #height} shows it undistorted. */
  public int displayWidth() {
    return Math.clamp(Math.round((double) width * pixelAspectWidth / pixelAspectHeight), 1, 0xFFFF);
  }
}
