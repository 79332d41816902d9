package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;

/** Makes AC-3 configurations of what stands before every frame (ETSI TS 102 366, 4.3 and 4.4). */
final class Ac3Header {
  static final int SYNC_WORD = 0x0B77;
  private static final int[] SAMPLE_RATES = {48_000, 44_100, 32_000};
  private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
  private static final int MAX_BSID = 8;
  private static final int MAX_FRAME_SIZE_CODE = 37;
  private static final int SAMPLES = 1536;

  private Ac3Header() {}

  /** The configuration that {@code frame} was coded with. */
  static AudioConfig parse(ByteSlice frame) throws BadInputException {
    BitReader in = new BitReader(frame.slice(0, Math.min(frame.length(), 8)));
    if (in.bits(16) != SYNC_WORD) {
      throw new BadInputException("an AC-3 frame without its sync word");
    }
    in.skip(16);
    int rateCode = (int) in.bits(2);
    int sizeCode = (int) in.bits(6);
    int bsid = (int) in.bits(5);
    int bsmod = (int) in.bits(3);
    int acmod = (int) in.bits(3);
    if (bsid > MAX_BSID || rateCode == 3 || sizeCode > MAX_FRAME_SIZE_CODE) {
      throw new BadInputException("an AC-3 frame of bit stream " + bsid + ", rate " + rateCode);
    }
    if ((acmod & 1) != 0 && acmod != 1) {
      in.skip(2);
    }
    if ((acmod & 4) != 0) {
      in.skip(2);
    }
    if (acmod == 2) {
      in.skip(2);
    }
    int lfe = (int) in.bits(1);
    // AC3SpecificBox (F.4): three bytes of these fields, then five reserved bits.
    int box = rateCode << 22 | bsid << 17 | bsmod << 14 | acmod << 11 | lfe << 10;
    box |= sizeCode >>> 1 << 5;
    byte[] body = {(byte) (box >>> 16), (byte) (box >>> 8), (byte) box};
    return new AudioConfig(
        "ac-3", ByteSlice.of(body), "ac-3", SAMPLE_RATES[rateCode], channels(acmod, lfe), SAMPLES);
  }

  static int channels(int acmod, int lfe) {
    return CHANNELS[acmod] + lfe;
  }

  /** Throws for the code 3, which AC-3 reserves. */
  static int sampleRate(int rateCode) throws BadInputException {
    if (rateCode >= SAMPLE_RATES.length) {
      throw new BadInputException("E-AC-3 at half a sample rate is not supported");
    }
    return SAMPLE_RATES[rateCode];
  }
}
