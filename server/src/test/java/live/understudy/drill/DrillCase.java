package live.understudy.drill;

import java.util.Locale;

/** One drill under one set of circumstances. */
record DrillCase(Drill drill, Mode mode, Encodes encodes) {
  /** How the event is published. */
  enum Mode {
    CLASSIC,
    LOW
  }

  /** Whether both legs carry one encoder's output or those of two. */
  enum Encodes {
    IDENTICAL,
    UNLIKE
  }

  /** Who watches in a browser. */
  enum Viewer {
    HLSJS,
    SHAKA,
    /** The product's own page. */
    PAGE
  }

  /** Short and unique, fit for the id of an event. */
  String id() {
    return drill.id() + "-" + lower(mode) + "-" + lower(encodes);
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return drill.id() + ", " + lower(mode) + ", " + lower(encodes);
  }
}
