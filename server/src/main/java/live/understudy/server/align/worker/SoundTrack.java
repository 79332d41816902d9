package live.understudy.server.align.worker;

import java.util.Arrays;
import live.understudy.failover.align.Sound;
import live.understudy.media.Timescale;

/** Decoded pieces of sound, each where its time says; what is missing between them is silence. */
final class SoundTrack {

  /** More than is ever asked for. */
  private static final int MAX_SECONDS = 20;

  /** Rates that audio has. */
  private static final int MAX_RATE = 192_000;

  private final long firstTicks;
  private final int tickRate;
  private float[] samples = new float[0];
  private int length;
  private int rate;

  /** From {@code firstTicks} on; what is before is left out. */
  SoundTrack(long firstTicks, int tickRate) {
    this.firstTicks = firstTicks;
    this.tickRate = tickRate;
  }

  /** A piece whose first sample is at {@code atTicks}. */
  void add(float[] piece, int pieceRate, long atTicks) throws UndecodableException {
    if (pieceRate <= 0 || pieceRate > MAX_RATE) {
      throw new UndecodableException("a rate of " + pieceRate);
    }
    if (pieceRate != rate) {
      // Some decoders see only after a while that there is twice the rate in it.
      rate = pieceRate;
      samples = new float[0];
      length = 0;
    }
    long at = Timescale.convert(atTicks - firstTicks, tickRate, rate);
    long end = at + piece.length;
    if (end <= 0) {
      return;
    }
    if (end > (long) MAX_SECONDS * rate) {
      throw new UndecodableException("times jump");
    }
    if (end > samples.length) {
      samples = Arrays.copyOf(samples, (int) Math.max(end, 2L * samples.length));
    }
    int skipped = (int) Math.max(0, -at);
    System.arraycopy(piece, skipped, samples, (int) at + skipped, piece.length - skipped);
    length = Math.max(length, (int) end);
  }

  Sound sound() throws UndecodableException {
    if (length == 0) {
      throw new UndecodableException("nothing was decoded");
    }
    long startNs = Timescale.convert(firstTicks, tickRate, Timescale.NANOS_PER_SECOND);
    return new Sound(Arrays.copyOf(samples, length), rate, startNs);
  }
}
