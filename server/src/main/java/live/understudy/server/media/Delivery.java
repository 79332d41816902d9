package live.understudy.server.media;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.hls.DeliveryDirectives;
import live.understudy.hls.DeliveryDirectives.Fate;
import live.understudy.hls.MediaName;
import live.understudy.hls.WindowSnapshot;
import live.understudy.server.http.ByteSource;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.MediaSink;
import live.understudy.server.http.MediaSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What viewers of one program get: the newest state, or a place to wait for the next one. Requests
 * come on any thread; states come from the program's loop.
 */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int RETRY_AFTER_S = 1;

  private final ParkingLot lot;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private volatile @Nullable RenderedPlaylist rendered;
  private volatile @Nullable Archive archive;
  private volatile boolean closed;

  Delivery(ParkingLot lot) {
    this.lot = lot;
  }

  /** What is not in memory is there. */
  void serveFrom(Archive kept) {
    archive = kept;
  }

  /**
   * A request that waits; {@code part} is null for a playlist.
   *
   * <p>A part was hinted at with the init section of what was listed then, and players go by that
   * (Shaka does): with another one it is not what they asked for, and its decoder breaks of it.
   */
  private final class Waiter implements MediaSource.Parked {
    private final DeliveryDirectives directives;
    private final MediaName.@Nullable OfPart part;
    private final int init;
    private final MediaSink sink;
    private final long sinceNs;

    Waiter(DeliveryDirectives directives, MediaSink sink) {
      this(directives, null, -1, sink);
    }

    Waiter(MediaName.OfPart part, WindowSnapshot hintedBy, MediaSink sink) {
      this(DeliveryDirectives.NONE, part, hintedBy.hintedInit(), sink);
    }

    private Waiter(
        DeliveryDirectives directives, MediaName.@Nullable OfPart part, int init, MediaSink sink) {
      this.directives = directives;
      this.part = part;
      this.init = init;
      this.sink = sink;
      this.sinceNs = System.nanoTime();
    }

    @Override
    public void cancel() {
      if (waiters.remove(this)) {
        lot.leave();
      }
    }

    private void answer(MediaAnswer answer) {
      if (waiters.remove(this)) {
        lot.leave();
        try {
          sink.answer(answer);
        } catch (RuntimeException e) {
          // One who can't be answered costs the program and the others nothing.
          LOG.error("a request that waited was not answered", e);
        }
      }
    }

    /** Answers if what is waited for is there, or will never come. */
    private void settle(RenderedPlaylist now) {
      Fate fate =
          part == null
              ? directives.fate(now.window())
              : DeliveryDirectives.fate(part, now.window());
      if (fate != Fate.WAITS) {
        answer(part == null ? playlist(now, directives) : hinted(now, part));
      }
    }

    private MediaAnswer hinted(RenderedPlaylist now, MediaName.OfPart name) {
      int needed = now.window().initOf(name.msn());
      return needed >= 0 && needed != init ? new MediaAnswer.Missing() : media(now, name);
    }
  }

  /** The newest state; null before the first one. */
  @Nullable RenderedPlaylist rendered() {
    return rendered;
  }

  /** From now on viewers see {@code snapshot}; whoever waited for it gets it. */
  void publish(WindowSnapshot snapshot) {
    if (!snapshot.isPlayable()) {
      return;
    }
    RenderedPlaylist now = new RenderedPlaylist(snapshot);
    rendered = now;
    waiters.forEach(waiter -> waiter.settle(now));
  }

  /** Whether a request waits. */
  boolean isAwaited() {
    return !waiters.isEmpty();
  }

  /** Answers those who have waited too long; call it a few times a second. */
  void expire(long nowNs) {
    RenderedPlaylist now = rendered;
    if (now == null) {
      return;
    }
    long longestNs = now.window().shape().maxBlockUs() * 1000;
    for (Waiter waiter : waiters) {
      if (nowNs - waiter.sinceNs >= longestNs) {
        waiter.answer(
            new MediaAnswer.Unavailable("nothing new for three target durations", RETRY_AFTER_S));
      }
    }
  }

  /** The program is gone, and so is everything that is waited for. */
  void close() {
    closed = true;
    rendered = null;
    waiters.forEach(waiter -> waiter.answer(new MediaAnswer.Missing()));
  }

  /** See {@link MediaSource#find}. */
  MediaSource.@Nullable Parked find(String name, @Nullable String query, MediaSink sink) {
    RenderedPlaylist now = rendered;
    if (now == null) {
      sink.answer(new MediaAnswer.Missing());
      return null;
    }
    if (name.equals(RenderedPlaylist.MEDIA)) {
      return playlist(now, query, sink);
    }
    if (name.equals(RenderedPlaylist.MULTIVARIANT)) {
      sink.answer(new MediaAnswer.Found(now.multivariant()));
      return null;
    }
    MediaName parsed = MediaName.parse(name);
    if (parsed instanceof MediaName.OfPart part
        && DeliveryDirectives.fate(part, now.window()) == Fate.WAITS) {
      return park(new Waiter(part, now.window(), sink), now);
    }
    sink.answer(parsed == null ? new MediaAnswer.Missing() : media(now, parsed));
    return null;
  }

  private MediaSource.@Nullable Parked playlist(
      RenderedPlaylist now, @Nullable String query, MediaSink sink) {
    DeliveryDirectives directives = DeliveryDirectives.parse(query);
    Fate fate = directives.fate(now.window());
    if (fate == Fate.WAITS) {
      return park(new Waiter(directives, sink), now);
    }
    sink.answer(fate == Fate.NOW ? playlist(now, directives) : refusal(directives));
    return null;
  }

  private MediaSource.@Nullable Parked park(Waiter waiter, RenderedPlaylist seen) {
    if (waiters.size() >= ParkingLot.MAX_PARKED_OF_ONE || !lot.enter()) {
      waiter.sink.answer(new MediaAnswer.Unavailable("too many requests wait", RETRY_AFTER_S));
      return null;
    }
    waiters.add(waiter);
    // What is waited for may have come in between.
    RenderedPlaylist now = rendered;
    if (closed || now == null) {
      waiter.answer(new MediaAnswer.Missing());
    } else if (!now.equals(seen)) {
      waiter.settle(now);
    }
    return waiter;
  }

  private static MediaAnswer playlist(RenderedPlaylist now, DeliveryDirectives directives) {
    if (directives.fate(now.window()) == Fate.REFUSED) {
      return refusal(directives);
    }
    return new MediaAnswer.Found(directives.skip() ? now.delta() : now.media());
  }

  private static MediaAnswer refusal(DeliveryDirectives directives) {
    String problem = directives.problem();
    return new MediaAnswer.BadRequest(problem == null ? "the playlist is not so far yet" : problem);
  }

  private MediaAnswer media(RenderedPlaylist now, MediaName name) {
    MediaResource inMemory = now.find(name, () -> onDisk(now, name));
    return inMemory == null ? onDisk(now, name) : new MediaAnswer.Found(inMemory);
  }

  private MediaAnswer onDisk(RenderedPlaylist now, MediaName name) {
    long msn =
        switch (name) {
          case MediaName.OfSegment of -> of.msn();
          case MediaName.OfPart of -> of.msn();
          case MediaName.OfInit _ -> -1;
        };
    Archive kept = archive;
    ByteSource stored = kept != null && now.window().isServed(msn) ? kept.find(name) : null;
    return stored == null
        ? new MediaAnswer.Missing()
        : new MediaAnswer.Found(new MediaResource.Stored(stored, RenderedPlaylist.CONTENT_TYPE));
  }
}
