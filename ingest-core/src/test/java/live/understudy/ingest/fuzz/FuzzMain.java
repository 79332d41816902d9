package live.understudy.ingest.fuzz;

/** What Jazzer calls; which target is said by the system property {@code fuzz.target}. */
public final class FuzzMain {
  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("fuzz.target", FuzzTarget.SESSION.name()));

  private FuzzMain() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.accepts(input);
  }
}
