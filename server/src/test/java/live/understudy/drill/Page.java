package live.understudy.drill;

import java.util.List;
import java.util.stream.Collectors;

/** The text of {@code docs/DRILLS.md} around its table. */
final class Page {
  private static final String BEGIN =
      """
      # Fault drills

      Real encoders (FFmpeg, x264) publish by RTMPS to a server process, real players (hls.js 1.7.4 and Shaka Player 5.2.12
      in Chromium, or the product's own page) watch, and something goes wrong. `bin/drills` runs all of it and writes this
      page; nothing below is typed in. Pictures carry their number, so that what was lost or shown twice is counted.

      ```
      bin/drills                 all drills, about an hour
      bin/drills --quick         the most telling ones, about twelve minutes
      bin/drills --only kill --mode low --encodes identical --viewer page --append
      ```

      *Identical*: one encoder's output goes to both legs. *Unlike*: two encoders with other bitrates film one camera and
      began at different times. Each leg's sender is a process of its own, and that is what is killed or stopped. Run it on a
      machine that has nothing else to do: *Still (before)* and *Load* tell how busy it was.

      """;

  private static final String COLUMNS =
      """

      ## Columns

      | Column | |
      |---|---|
      | Promise | kept, or what of it was broken (below) |
      | Stalls, Stalled ms | how often and how long the player waited for data from the fault on |
      | Still ms (before) | the longest time without a new picture on the screen from the fault on; and before it, which is \
      what the machine alone costs |
      | Lost, Repeated, Stood | pictures that the player jumped over or that were missing, were played again, or were played \
      for the time of several; by the distance of painted numbers and that of media times, so that pictures which a busy \
      browser did not show don't count |
      | Published | the same in the segments that a plain client fetched and decoded; an overlap is repeated here and \
      overwritten by players |
      | Tags | discontinuities |
      | Joints | trigger and splice of each switch from the fault on |
      | Found ms (server) | from the fault to the first switch; and what the server says of it: how long the leg had been missing |
      | Next ms | low latency: from the fault until the first part was listed that holds what came after the fault; classic: \
      until the next segment was listed |
      | Late ms | how much later after its date than usual a part or segment was listed, at worst |
      | Sound gap ms | time without sound in what was published |
      | Rules | violated rules of playlists, refused requests, complaints of the decoder and errors in the server's log |
      | Offset by | how it was known where the legs stand to each other when the fault began |
      | Load | of the machine in the last minute, per core |

      ## Promises

      Nobody stalls, every player plays on, no rule is broken; and

      * one leg fails, identical encodes: nothing lost, nothing repeated, no tag, no gap in the sound;
      * one leg fails, unlike encodes of one configuration: nothing lost or repeated in classic; nothing lost in hls.js in
        low latency;
      * the leg that is left was 3 s ahead: in low latency the other one repeats these rather than let players wait;
      * other configurations, or both legs gone: what is lost and repeated is stated.

      ## Drills

      """;

  private Page() {}

  /**
   * The whole page.
   *
   * @param circumstances of the last run: when, on what, with which command
   */
  static String of(Table table, String circumstances, List<Drill> drills) {
    String promises =
        """
        ## Result

        %d of %d rows kept their promise. The next part in low latency: %s. The next segment in classic: %s.

        %s

        """
            .formatted(
                table.kept(),
                table.size(),
                table.nextMs(DrillCase.Mode.LOW),
                table.nextMs(DrillCase.Mode.CLASSIC),
                circumstances);
    String legend =
        drills.stream()
            .map(drill -> "* **" + drill.id() + "**: " + drill.text())
            .collect(Collectors.joining("\n"));
    return BEGIN + promises + table.markdown() + COLUMNS + legend + "\n";
  }
}
