package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * What stands before an E-AC-3 frame (ETSI TS 102 366, E.1.2): one independent substream of up to
 * 5.1 channels.
 *
 * @param rateCode fscod
 * @param samples of all frames of the access unit
 * @param bytes of the access unit
 */
record Eac3Header(int rateCode, int bsid, int acmod, int lfe, int samples, int bytes) {
  private static final int[] BLOCKS = {1, 2, 3, 6};
  private static final int BLOCK_SAMPLES = 256;
  private static final int HEADER_BYTES = 6;
  private static final int MIN_BSID = 11;
  private static final int MAX_BSID = 16;
  private static final int MAX_SAMPLES = 6 * BLOCK_SAMPLES;

  /** Reads an access unit: frames of six blocks together, or fewer. */
  static Eac3Header parse(ByteSlice unit) throws BadInputException {
    @Nullable Eac3Header first = null;
    int samples = 0;
    int at = 0;
    while (at < unit.length()) {
      Eac3Header frame = frame(unit.slice(at, unit.length() - at));
      first = first == null ? frame : first;
      samples += frame.samples;
      at += frame.bytes;
      if (samples > MAX_SAMPLES || !first.isCodedLike(frame)) {
        throw new BadInputException("an E-AC-3 message of unlike or too many frames");
      }
    }
    if (first == null) {
      throw new BadInputException("an E-AC-3 message without a frame");
    }
    return new Eac3Header(first.rateCode, first.bsid, first.acmod, first.lfe, samples, at);
  }

  private static Eac3Header frame(ByteSlice data) throws BadInputException {
    BitReader in = new BitReader(data.slice(0, Math.min(data.length(), HEADER_BYTES)));
    if (in.bits(16) != Ac3Header.SYNC_WORD) {
      throw new BadInputException("an E-AC-3 frame without its sync word");
    }
    int streamType = (int) in.bits(2);
    int substream = (int) in.bits(3);
    int bytes = 2 * ((int) in.bits(11) + 1);
    int rateCode = (int) in.bits(2);
    int blocks = BLOCKS[(int) in.bits(2)];
    int acmod = (int) in.bits(3);
    int lfe = (int) in.bits(1);
    int bsid = (int) in.bits(5);
    if (bsid < MIN_BSID || bsid > MAX_BSID || bytes > data.length()) {
      throw new BadInputException("an E-AC-3 frame of bit stream " + bsid + " is cut short");
    }
    if (streamType != 0 || substream != 0) {
      throw new BadInputException("E-AC-3 of several substreams (7.1, several programs)");
    }
    return new Eac3Header(rateCode, bsid, acmod, lfe, blocks * BLOCK_SAMPLES, bytes);
  }

  /** Whether one configuration serves both; bit rates may differ. */
  boolean isCodedLike(@Nullable Eac3Header other) {
    return other != null
        && rateCode == other.rateCode
        && bsid == other.bsid
        && acmod == other.acmod
        && lfe == other.lfe;
  }

  AudioConfig config() throws BadInputException {
    int sampleRate = Ac3Header.sampleRate(rateCode);
    long kilobits = Math.round(8.0 * bytes * sampleRate / samples / 1000);
    // EC3SpecificBox (F.6): one independent substream without dependent ones.
    long box = Math.min(kilobits, 0x1FFF) << 27;
    box |= (long) rateCode << 22 | (long) bsid << 17 | acmod << 9 | lfe << 8;
    byte[] body = new byte[5];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (box >>> 8 * (body.length - 1 - i));
    }
    int channels = Ac3Header.channels(acmod, lfe);
    return new AudioConfig("ec-3", ByteSlice.of(body), "ec-3", sampleRate, channels, samples);
  }
}
