package live.understudy.media;

/** Names one incoming stream: (event, language, primary or backup). */
public record LegId(ProgramId program, Leg leg) {
  @Override
  public String toString() {
    return program + "/" + leg.name().toLowerCase(java.util.Locale.ROOT);
  }
}
