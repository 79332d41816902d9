package live.understudy.tidy.planted.other;

/** What the planted core must not know. */
public final class Neighbour {
  /** Computed, because a constant would be copied into whoever uses it. */
  public static final String VALUE = String.valueOf(1);

  private Neighbour() {}
}
