package live.understudy.hls;

import java.util.function.Consumer;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Takes the data of a stream's access units out of the heap as they come: it would be most of what
 * the collector has to look after. They are put together, because each alone would waste most of a
 * block. What is packaged later moves on into its part.
 *
 * <p>Owned by the loop of all who keep these units.
 */
public final class Parking {

  private final MediaMemory memory;

  /** Where the next ones go. */
  private @Nullable Lump open;

  /** Bytes that are written one unit after the other; held until it is full. */
  private static final class Lump {
    private final MediaBytes bytes;
    private final MediaBytes.Writer writer;
    private int filled;

    Lump(MediaBytes bytes) {
      this.bytes = bytes;
      this.writer = new MediaBytes.Writer(bytes);
    }

    boolean hasRoomFor(SharedData data) {
      return bytes.length() - filled >= data.length();
    }

    void add(SharedData data) {
      writer.put(data);
      data.moveTo(bytes, filled);
      filled += data.length();
    }
  }

  /** Into {@code memory}, while there is room. */
  public Parking(MediaMemory memory) {
    this.memory = memory;
  }

  /**
   * Gives {@code event} to {@code taker}; whoever wants to keep its unit retains its data before
   * that returns. A session that ends leaves nothing open.
   */
  public void pass(SessionEvent event, Consumer<SessionEvent> taker) {
    if (event instanceof SessionEvent.Unit unit && unit.unit().data().length() > 0) {
      pass(unit.unit(), taker);
      return;
    }
    taker.accept(event);
    if (event instanceof SessionEvent.Ended) {
      close();
    }
  }

  private void pass(AccessUnit unit, Consumer<SessionEvent> taker) {
    SharedData data = new SharedData(unit.data().bytes());
    try {
      taker.accept(new SessionEvent.Unit(unit.withData(data)));
      // What is parked can't be given up for others. Where that leaves them too little, it stays.
      if (data.isShared() && data.isInHeap() && memory.lumpBytes() > 0 && memory.isRoomy()) {
        park(data);
      }
    } finally {
      data.release();
    }
  }

  private void park(SharedData data) {
    Lump lump = open;
    if (data.length() > memory.lumpBytes() / 2) {
      // Large ones waste little alone, and much at the end of a lump.
      Lump own = new Lump(memory.take(data.length()));
      own.add(data);
      own.bytes.release();
      return;
    }
    if (lump == null || !lump.hasRoomFor(data)) {
      close();
      lump = new Lump(memory.take(memory.lumpBytes()));
      open = lump;
    }
    lump.add(data);
  }

  /** What follows, if anything does, begins anew. */
  public void close() {
    if (open != null) {
      open.bytes.release();
    }
    open = null;
  }
}
