package live.understudy.media;

/**
 * A video track's configuration.
 *
 * @param fourCc the sample entry's type as Enhanced RTMP and ISO BMFF name it, for example {@code
 *     avc1}
 * @param decoderConfig the body of the configuration box, for {@code avc1} an
 *     AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1)
 * @param rfc6381 the codec string, for example {@code avc1.64001f}
 * @param width coded picture width after cropping, pixels
 * @param height coded picture height after cropping, pixels
 * @param timescale ticks per second of the track
 * @param frameTicks the frame grid: ticks from one frame to the next, or 0 when the stream has no
 *     constant frame rate
 */
public record VideoConfig(
    String fourCc,
    ByteSlice decoderConfig,
    String rfc6381,
    int width,
    int height,
    int timescale,
    int frameTicks)
    implements CodecConfig {

  /** The timescale of a stream without a frame grid: MPEG's 90 kHz. */
  public static final int GRIDLESS_TIMESCALE = 90_000;

  @Override
  public TrackType track() {
    return TrackType.VIDEO;
  }

  /** Frames per second of the grid, or 0 when there is none. */
  public double frameRate() {
    return frameTicks == 0 ? 0 : (double) timescale / frameTicks;
  }
}
