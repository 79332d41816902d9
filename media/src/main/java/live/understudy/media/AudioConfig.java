package live.understudy.media;

/**
 * An audio track's configuration.
 *
 * @param fourCc the sample entry's type, for example {@code mp4a}
 * @param decoderConfig for {@code mp4a} the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1)
 * @param rfc6381 the codec string, for example {@code mp4a.40.2}
 * @param sampleRate output samples per second, which is also the track's timescale
 * @param channels number of output channels
 * @param samplesPerFrame duration of one access unit in samples, for AAC-LC 1024
 */
public record AudioConfig(
    String fourCc,
    ByteSlice decoderConfig,
    String rfc6381,
    int sampleRate,
    int channels,
    int samplesPerFrame)
    implements CodecConfig {

  @Override
  public TrackType track() {
    return TrackType.AUDIO;
  }

  @Override
  public int timescale() {
    return sampleRate;
  }

  @Override
  public int frameTicks() {
    return samplesPerFrame;
  }
}
