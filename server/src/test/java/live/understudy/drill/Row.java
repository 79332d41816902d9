package live.understudy.drill;

import live.understudy.drill.DrillCase.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer saw of one drill.
 *
 * @param program what every viewer of the drill shares
 * @param stalls how often the player waited after the fault
 * @param stillBeforeMs the longest still before the fault: what the machine alone costs
 * @param playedOn whether what came after the drill's last act was shown
 * @param errors fatal errors of the player, and errors on the console but for hinted parts that
 *     never came
 */
record Row(
    DrillCase drillCase,
    Viewer viewer,
    Program program,
    int stalls,
    long stalledMs,
    long stillBeforeMs,
    Painted painted,
    boolean playedOn,
    int errors) {

  /**
   * What happened to the program.
   *
   * @param alignment how the legs' offset was known when the fault began
   * @param joints triggers and splices of all switches after the fault
   * @param foundMs from the fault to the first switch; null when there was none
   * @param detectionMs what the server says of that switch
   * @param nextMs see {@link Pace#nextMs}
   * @param latestMs see {@link Pace#latestMs}
   * @param tags discontinuities in what was published
   * @param soundGapMs time without sound in what was published
   * @param violations rules of playlists that were broken, and what the server logged as errors
   * @param load of the machine over the last minute, per core
   */
  record Program(
      String alignment,
      String joints,
      @Nullable Long foundMs,
      @Nullable Long detectionMs,
      @Nullable Long nextMs,
      long latestMs,
      Published published,
      long tags,
      long soundGapMs,
      int violations,
      double load) {}
}
