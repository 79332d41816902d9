package live.understudy.server.media;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Why encoders were not let in, and how often. */
final class RefusedPublishes {

  static final String STARTING = "the server is starting, try again";
  static final String UNKNOWN_KEY = "unknown stream key";
  static final String ENDED = "the event has ended";

  /** For a label. */
  enum Reason {
    STARTING,
    UNKNOWN_KEY,
    ENDED,
    BLOCKED,
    FIGHT,
    OTHER
  }

  private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

  RefusedPublishes() {
    for (Reason reason : Reason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  /** What the encoder was told; answers which reason that is. */
  Reason add(String told) {
    Reason reason =
        switch (told) {
          case STARTING -> Reason.STARTING;
          case UNKNOWN_KEY -> Reason.UNKNOWN_KEY;
          case ENDED -> Reason.ENDED;
          case LegDoor.BLOCKED -> Reason.BLOCKED;
          case LegDoor.FIGHT -> Reason.FIGHT;
          default -> Reason.OTHER;
        };
    of(reason).increment();
    return reason;
  }

  long count(Reason reason) {
    return of(reason).sum();
  }

  private LongAdder of(Reason reason) {
    LongAdder count = counts.get(reason);
    if (count == null) {
      throw new IllegalStateException("no such reason");
    }
    return count;
  }
}
