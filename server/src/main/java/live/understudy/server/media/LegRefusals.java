package live.understudy.server.media;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.api.event.LegStatus;
import live.understudy.media.LegId;
import org.jspecify.annotations.Nullable;

/**
 * The latest encoder of each leg that was not let in. Who sits at the encoder reads why there; who
 * runs the event would otherwise see a leg that is not connected, and wait. One entry for each leg,
 * whoever knocks and however often.
 */
final class LegRefusals {
  /** An encoder that tries on does so more often than this. */
  static final long SHOWN_MS = 120_000;

  private record Entry(RefusedPublishes.Reason reason, String remote, long atMs) {}

  private final Map<LegId, Entry> latest = new ConcurrentHashMap<>();

  /** An encoder at the address {@code remote} was not let in. */
  void refused(LegId leg, RefusedPublishes.Reason reason, String remote, long nowMs) {
    latest.put(leg, new Entry(reason, remote, nowMs));
  }

  /** An encoder was let in, or may come again: whatever was wrong is mended. */
  void mended(LegId leg) {
    latest.remove(leg);
  }

  void forget(String eventId) {
    latest.keySet().removeIf(leg -> leg.program().eventId().equals(eventId));
  }

  /** What to tell the event's operator at {@code nowMs}; null for nothing. */
  LegStatus.@Nullable Issue issue(LegId leg, long nowMs) {
    Entry entry = latest.get(leg);
    if (entry == null || nowMs - entry.atMs > SHOWN_MS) {
      return null;
    }
    return switch (entry.reason) {
      case UNKNOWN_KEY ->
          issue(
              "refused-wrong-key",
              LegStatus.Severity.WARNING,
              entry,
              "has a wrong stream key. Copy the key into the encoder again, all of it.");
      case FIGHT ->
          issue(
              "refused-second-encoder",
              LegStatus.Severity.WARNING,
              entry,
              "sends with the key of the one that is connected. Stop one of the two.");
      case BLOCKED ->
          issue(
              "refused-kept-out",
              LegStatus.Severity.INFO,
              entry,
              "wants to send and is kept out. Let encoders in again if it is the right one.");
      case STARTING, ENDED, OTHER -> null;
    };
  }

  private static LegStatus.Issue issue(
      String code, LegStatus.Severity severity, Entry entry, String what) {
    String text = "An encoder at " + entry.remote + " was refused: it " + what;
    return new LegStatus.Issue(code, severity, text, null, null, null, entry.atMs);
  }
}
