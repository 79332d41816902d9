package live.understudy.server.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How requests were answered. */
public final class HttpCounts {

  /** What was asked for. */
  public enum Area {
    /** Playlists, segments, parts. */
    LIVE,
    /** The same of a leg, for operators. */
    PREVIEW,
    /** The API. */
    API,
    /** Pages, and everything else. */
    PAGES
  }

  private static final int CLASSES = 6;

  private final Map<Area, LongAdder[]> answers = new EnumMap<>(Area.class);

  HttpCounts() {
    for (Area area : Area.values()) {
      LongAdder[] classes = new LongAdder[CLASSES];
      for (int i = 0; i < CLASSES; i++) {
        classes[i] = new LongAdder();
      }
      answers.put(area, classes);
    }
  }

  void answered(Area area, int status) {
    of(area, status / 100).increment();
  }

  /** Answers with a status of this class: 2 is 200 to 299. */
  public long answers(Area area, int statusClass) {
    return of(area, statusClass).sum();
  }

  private LongAdder of(Area area, int statusClass) {
    LongAdder[] classes = answers.get(area);
    if (classes == null || statusClass < 0 || statusClass >= CLASSES) {
      throw new IllegalArgumentException("no status of a class " + statusClass);
    }
    return classes[statusClass];
  }
}
