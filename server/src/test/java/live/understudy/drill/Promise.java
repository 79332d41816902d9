package live.understudy.drill;

import java.util.ArrayList;
import java.util.List;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;

/** What is promised of a kind of drill. */
enum Promise {
  /**
   * One leg at a time is faulty, and both have the same configuration. Identical encodes: nothing
   * is lost or repeated, nobody waits, and no tag is written. Unlike encodes in classic: nothing
   * lost or repeated, nobody waits; in low latency nobody waits, and hls.js loses nothing.
   */
  ONE_LEG,
  /**
   * The leg that is left was so far ahead of the other one that players run dry before anything new
   * comes: in low latency it repeats what it is behind, rather than let them wait. Else as above.
   */
  FAR_BEHIND,
  /** The legs' configurations differ: nobody waits; what is lost and repeated is stated. */
  OTHER_CONFIGURATION,
  /** No leg is left for a while: nobody waits; what is lost is stated. */
  BOTH_LEGS;

  /** What of it was broken; empty when it was kept. */
  List<String> broken(Row row) {
    List<String> broken = new ArrayList<>();
    Row.Program program = row.program();
    need(broken, row.playedOn(), "did not play on");
    need(broken, row.stalls() == 0, row.stalls() + " stalls");
    need(broken, row.errors() == 0, row.errors() + " errors of the player");
    need(broken, program.violations() == 0, program.violations() + " rules");
    if (this == ONE_LEG || this == FAR_BEHIND) {
      boolean identical = row.drillCase().encodes() == Encodes.IDENTICAL;
      boolean classic = row.drillCase().mode() == Mode.CLASSIC;
      boolean exact = classic || (identical && this == ONE_LEG);
      int lost = Math.max(row.painted().lost(), program.published().lost());
      if (exact || row.viewer() != Viewer.SHAKA) {
        need(broken, lost == 0, lost + " lost");
      }
      if (exact) {
        int repeated = Math.max(row.painted().repeated(), program.published().repeated());
        need(broken, repeated == 0, repeated + " repeated");
      }
      if (identical) {
        need(broken, program.tags() == 0, program.tags() + " tags");
        need(broken, program.soundGapMs() == 0, "a gap in the sound");
      }
    }
    return broken;
  }

  private static void need(List<String> broken, boolean kept, String what) {
    if (!kept) {
      broken.add(what);
    }
  }
}
