package live.understudy.drill;

import java.util.List;
import java.util.Set;
import live.understudy.drill.DrillCase.Encodes;

/**
 * Something that goes wrong.
 *
 * @param id its name on the command line
 * @param text what is done, for the table's legend
 * @param encodes under which circumstances it makes sense
 * @param quick whether it is among the most telling ones
 */
record Drill(
    String id,
    String text,
    Promise promise,
    Set<Encodes> encodes,
    boolean quick,
    Setup setup,
    Act act) {

  /** What is done to the scene, which has been watched for a while. */
  @FunctionalInterface
  interface Act {
    void play(Scene scene) throws Exception;
  }

  /** How the primary's bytes get to the server. */
  enum Line {
    DIRECT,
    /** Through a relay that can be throttled. */
    THROTTLED,
    /** Through a network in which packets can vanish; through a relay where there is none. */
    VANISHING
  }

  /**
   * What is different from two usual encoders.
   *
   * @param backupKeyframeSeconds the backup's keyframe interval
   * @param backupOptions further options of the backup's encoder
   */
  record Setup(
      Line line,
      long primaryDelayMs,
      long backupDelayMs,
      int backupKeyframeSeconds,
      List<String> backupOptions) {
    static final Setup USUAL = new Setup(Line.DIRECT, 0, 0, 2, List.of());

    static Setup line(Line line) {
      return new Setup(line, 0, 0, 2, List.of());
    }

    static Setup delays(long primaryMs, long backupMs) {
      return new Setup(Line.DIRECT, primaryMs, backupMs, 2, List.of());
    }

    static Setup backup(int keyframeSeconds, String... options) {
      return new Setup(Line.DIRECT, 0, 0, keyframeSeconds, List.of(options));
    }
  }
}
