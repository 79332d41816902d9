package live.understudy.server.media;

import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import live.understudy.api.event.RecordingStatus;
import live.understudy.failover.ProgramCore;
import live.understudy.hls.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's media leave: the archive first, then whoever watches. It outlives the engine
 * that fills it. Owned by the program's loop but for {@link #delivery} and {@link #recording}.
 */
final class Outlet {

  private final Executor loop;
  private final Delivery delivery;
  private final StoredSegments stored = new StoredSegments();
  private volatile @Nullable Archive archive;
  private @Nullable Publication publication;

  /** Whether the archive knows how the playlist began. */
  private boolean begun;

  Outlet(Executor loop, ParkingLot lot) {
    this.loop = loop;
    this.delivery = new Delivery(lot);
  }

  // --- from any thread ---

  Delivery delivery() {
    return delivery;
  }

  RecordingStatus recording() {
    Archive current = archive;
    return current == null ? RecordingStatus.off(0) : current.status();
  }

  // --- on the loop ---

  /** Opens; {@code segmentStored} hears the numbers of segments that are on disk, on the loop. */
  void open(Archive into, LongConsumer segmentStored) {
    archive = into;
    delivery.serveFrom(into);
    publication =
        new Publication(
            into,
            loop,
            delivery::publish,
            msn -> {
              stored.add(msn);
              segmentStored.accept(msn);
            });
  }

  /** Up to {@code msn} all was published before; {@code begun}: the archive knows its playlist. */
  void continueAfter(long msn, boolean begun) {
    this.begun = begun;
    Publication current = publication;
    if (current != null) {
      current.continueAfter(msn);
    }
  }

  /** Takes what is new of {@code core}. */
  void publish(ProgramCore core, long nowNs) {
    WindowSnapshot snapshot = core.takeSnapshot();
    Publication current = publication;
    Archive into = archive;
    if (snapshot == null || current == null || into == null || !snapshot.isPlayable()) {
      return;
    }
    if (!begun) {
      begun = true;
      into.begin(snapshot.shape(), core.zeroWallMs());
    }
    current.offer(snapshot, nowNs);
  }

  /** Tells an engine that takes over what is on disk. */
  void tellStored(ProgramCore core) {
    core.stored(stored.numbers());
  }

  /** Shows what is late; call it every few milliseconds. */
  void release(long nowNs) {
    Publication current = publication;
    if (current != null) {
      current.release(nowNs);
    }
  }

  /** Whether something waits to be shown, or somebody waits for something. */
  boolean isWaiting() {
    Publication current = publication;
    return (current != null && current.isWaiting()) || delivery.isAwaited();
  }
}
