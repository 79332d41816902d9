package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;

/**
 * Reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1 and 1.6.5). With SBR the track counts in
 * samples of the doubled rate, of which a frame has 2048. SBR that no configuration tells of counts
 * in the core's samples, 1024 to a frame: the durations are the same.
 */
final class AacConfig {
  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};
  private static final int ESCAPE = 31;
  private static final int AAC_MAIN = 1;
  private static final int AAC_LTP = 4;
  private static final int SBR = 5;
  private static final int PS = 29;
  private static final int SYNC_EXTENSION = 0x2b7;
  private static final int PS_SYNC_EXTENSION = 0x548;
  private static final int MAX_SAMPLE_RATE = 96_000;

  private AacConfig() {}

  static AudioConfig parse(ByteSlice config) throws BadInputException {
    BitReader in = new BitReader(config);
    int signalled = objectType(in);
    int coreRate = sampleRate(in);
    int channelConfig = (int) in.bits(4);
    int outputRate = coreRate;
    int objectType = signalled;
    if (signalled == SBR || signalled == PS) {
      outputRate = sampleRate(in);
      objectType = objectType(in);
    }
    if (objectType < AAC_MAIN || objectType > AAC_LTP) {
      throw new BadInputException("AAC of object type " + objectType + " is not supported");
    }
    if (channelConfig == 0 || channelConfig >= CHANNELS.length) {
      throw new BadInputException("AAC with channel configuration " + channelConfig);
    }
    int coreSamples = in.flag() ? 960 : 1024;
    if (in.flag()) {
      in.skip(14);
    }
    in.skip(1);
    int shown = signalled;
    if (signalled == objectType && in.remaining() >= 21 && in.bits(11) == SYNC_EXTENSION) {
      // Explicit SBR and PS behind the configuration of the core, where old decoders miss it.
      if (objectType(in) == SBR && in.flag()) {
        outputRate = sampleRate(in);
        boolean ps = in.remaining() >= 12 && in.bits(11) == PS_SYNC_EXTENSION && in.flag();
        shown = ps ? PS : SBR;
      }
    }
    if (outputRate > MAX_SAMPLE_RATE || outputRate != coreRate && outputRate != 2 * coreRate) {
      throw new BadInputException("AAC of " + coreRate + " Hz that becomes " + outputRate + " Hz");
    }
    int channels = shown == PS && channelConfig == 1 ? 2 : CHANNELS[channelConfig];
    return new AudioConfig(
        "mp4a",
        config,
        "mp4a.40." + shown,
        outputRate,
        channels,
        coreSamples * (outputRate / coreRate));
  }

  private static int objectType(BitReader in) throws BadInputException {
    int type = (int) in.bits(5);
    return type == ESCAPE ? 32 + (int) in.bits(6) : type;
  }

  private static int sampleRate(BitReader in) throws BadInputException {
    int index = (int) in.bits(4);
    int rate = index == 15 ? (int) in.bits(24) : index < 13 ? SAMPLE_RATES[index] : 0;
    if (rate < 1_000) {
      throw new BadInputException("AAC with sample rate index " + index);
    }
    return rate;
  }
}
