package live.understudy.ingest.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import live.understudy.media.AccessUnit;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;

/** Keeps a session's events, and lets a test wait for some. */
final class RecordingSink implements SessionSink {
  private final List<SessionEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(List<SessionEvent> batch) {
    events.addAll(batch);
    notifyAll();
  }

  synchronized List<SessionEvent> events() {
    return List.copyOf(events);
  }

  synchronized List<SessionEvent> await(Predicate<List<SessionEvent>> condition)
      throws InterruptedException {
    long deadlineNs = System.nanoTime() + 90_000_000_000L;
    while (!condition.test(events)) {
      long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError("not in time; so far " + events.size() + " events");
      }
      wait(leftMs);
    }
    return List.copyOf(events);
  }

  List<SessionEvent> awaitEnd() throws InterruptedException {
    return await(all -> !all.isEmpty() && all.getLast() instanceof SessionEvent.Ended);
  }

  static List<AccessUnit> units(List<SessionEvent> events, TrackType track) {
    return events.stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .filter(unit -> unit.track() == track)
        .toList();
  }

  static List<StreamConfig> configs(List<SessionEvent> events) {
    return events.stream()
        .filter(SessionEvent.Configured.class::isInstance)
        .map(event -> ((SessionEvent.Configured) event).config())
        .toList();
  }

  static String endReason(List<SessionEvent> events) {
    return ((SessionEvent.Ended) events.getLast()).reason();
  }
}
