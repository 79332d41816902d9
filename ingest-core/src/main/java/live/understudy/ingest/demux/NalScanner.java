package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Walks NAL units that have their lengths before them (ISO/IEC 14496-15, 5.3.2 and 8.3.2). */
abstract class NalScanner extends FrameScanner {
  private static final int REGISTERED_USER_DATA = 4;
  private static final int UNREGISTERED_USER_DATA = 5;

  private final int lengthBytes;
  private final @Nullable TimecodeFormat timecodes;
  private final int clockPayload;

  private final TimecodeFormat.LastClock lastClock = new TimecodeFormat.LastClock();

  /** {@code clockPayload}: the payloadType of messages with timecodes, where they have a format. */
  NalScanner(int lengthBytes, @Nullable TimecodeFormat timecodes, int clockPayload) {
    this.lengthBytes = lengthBytes;
    this.timecodes = timecodes;
    this.clockPayload = clockPayload;
  }

  /** The header of an SEI NAL unit that stands before the picture. */
  abstract byte[] seiHeader();

  @Override
  final boolean takesCaptions() {
    return true;
  }

  @Override
  final ByteSlice withCaptions(ByteSlice sample, ByteSlice constructs) {
    byte[] sei = CaptionSei.nalUnits(seiHeader(), lengthBytes, constructs);
    byte[] whole = new byte[sample.length() + sei.length];
    int before = codedAt() - sample.offset();
    System.arraycopy(sample.array(), sample.offset(), whole, 0, before);
    System.arraycopy(sei, 0, whole, before, sei.length);
    System.arraycopy(
        sample.array(), codedAt(), whole, before + sei.length, sample.length() - before);
    return ByteSlice.of(whole);
  }

  /** Takes one NAL unit of {@code length} bytes, at least one. */
  abstract void onNal(byte[] array, int at, int length);

  @Override
  final void walk(ByteSlice data) throws BadInputException {
    byte[] array = data.array();
    int at = data.offset();
    int end = at + data.length();
    while (at < end) {
      if (end - at < lengthBytes) {
        throw broken();
      }
      int from = at;
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | array[at + i] & 0xFF;
      }
      at += lengthBytes;
      if (length > end - at) {
        throw broken();
      }
      if (length > 0) {
        onNal(array, at, (int) length);
        if (picture()) {
          beginsAt(from);
        }
      }
      at += (int) length;
    }
  }

  /** Takes the bytes of an SEI NAL unit behind its header. */
  final void onSei(byte[] array, int from, int end) {
    SeiReader in = new SeiReader(array, from, end);
    while (in.next()) {
      if (in.type() == REGISTERED_USER_DATA) {
        foundCaptions(Captions.inMessage(in));
      } else {
        onSuffixMessage(in);
      }
    }
  }

  /** The same where captions have no place, behind the picture. */
  final void onSuffixSei(byte[] array, int from, int end) {
    SeiReader in = new SeiReader(array, from, end);
    while (in.next()) {
      onSuffixMessage(in);
    }
  }

  private void onSuffixMessage(SeiReader in) {
    if (in.type() == UNREGISTERED_USER_DATA) {
      foundTimecode(ObsTimestamps.inMessage(in));
    } else if (timecodes != null && in.type() == clockPayload) {
      foundTimecode(timecodes.read(new BitReader(in.rest()), lastClock));
    }
  }

  private static BadInputException broken() {
    return new BadInputException("the NAL unit lengths of a video frame do not add up");
  }
}
