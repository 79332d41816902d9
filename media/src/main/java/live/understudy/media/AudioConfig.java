package live.understudy.media;

/**
 * An audio track's configuration.
 *
 * @param fourCc the sample entry's type: {@code mp4a}, {@code Opus}, {@code ac-3} or {@code ec-3}
 * @param decoderConfig for {@code mp4a} the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1); for
 *     {@code Opus} the body of {@code dOps} (Opus in ISOBMFF, 4.3.2); for {@code ac-3} and {@code
 *     ec-3} the body of {@code dac3} and {@code dec3} (ETSI TS 102 366, F.4 and F.6)
 * @param rfc6381 the codec string, for example {@code mp4a.40.2}
 * @param sampleRate output samples per second, which is also the track's timescale
 * @param channels number of output channels
 * @param samplesPerFrame duration of one access unit in output samples: for AAC-LC 1024, with SBR
 *     2048; for AC-3 1536; for E-AC-3 256 for each block; for Opus what its first packet lasts
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
