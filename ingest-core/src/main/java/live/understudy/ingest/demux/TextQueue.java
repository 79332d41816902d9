package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.flv.TextMessage;
import live.understudy.media.ByteSlice;
import live.understudy.media.TimedText;

/**
 * Captions and words on their way from messages of their own to the next picture.
 *
 * <p>Captions are read in the order in which pictures are shown. So they wait for a picture that is
 * shown after all that have carried some, where pictures are reordered.
 */
final class TextQueue {
  /** A step back by more is the encoder's restart of its clock, see {@link Monotonic}. */
  private static final long RESTART_MS = 10_000;

  private final IngestLimits.Text limits;
  private final byte[] constructs;
  private int constructBytes;
  private boolean picturesHaveTheirOwn;
  private long carriedMs = Long.MIN_VALUE;

  private List<TimedText> texts = new ArrayList<>();
  private long textBytes;

  TextQueue(IngestLimits.Text limits) {
    this.limits = limits;
    this.constructs = new byte[limits.maxCaptionConstructs() * CaptionSei.CONSTRUCT_BYTES];
  }

  /** How many bytes of words can be taken at most; to be asked before any are made of a message. */
  int room() {
    return texts.size() >= limits.maxPerUnit()
        ? 0
        : (int) Math.min(limits.maxBytes(), limits.maxBytesPerUnit() - textBytes);
  }

  /**
   * Takes a message; false when what it says will not be served.
   *
   * @param captions whether pictures can carry captions that come beside them
   */
  boolean add(TextMessage message, boolean captions) {
    return switch (message) {
      case TextMessage.Captions info -> captions && addCaptions(info.ccData());
      case TextMessage.Words words -> addWords(words.text());
      case TextMessage.Unreadable _ -> false;
    };
  }

  private boolean addCaptions(ByteSlice ccData) {
    if (picturesHaveTheirOwn) {
      // The same twice would be read twice, letter by letter.
      return true;
    }
    if (ccData.length() > constructs.length - constructBytes) {
      return false;
    }
    System.arraycopy(ccData.array(), ccData.offset(), constructs, constructBytes, ccData.length());
    constructBytes += ccData.length();
    return true;
  }

  private boolean addWords(TimedText text) {
    int bytes = text.json().length();
    if (bytes > room()) {
      return false;
    }
    texts.add(text);
    textBytes += bytes;
    return true;
  }

  /** The captions that a picture shown at {@code ms} takes along; empty when it takes none. */
  ByteSlice takeCaptions(FrameScanner frame, long ms) {
    if (frame.captions()) {
      picturesHaveTheirOwn = true;
      constructBytes = 0;
    }
    boolean later = ms > carriedMs || ms < carriedMs - RESTART_MS;
    if (constructBytes == 0 || !later) {
      return ByteSlice.EMPTY;
    }
    carriedMs = ms;
    byte[] taken = new byte[constructBytes];
    System.arraycopy(constructs, 0, taken, 0, constructBytes);
    constructBytes = 0;
    return ByteSlice.of(taken);
  }

  /** The words that the next access unit takes along. */
  List<TimedText> takeTexts() {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<TimedText> taken = texts;
    texts = new ArrayList<>();
    textBytes = 0;
    return taken;
  }
}
