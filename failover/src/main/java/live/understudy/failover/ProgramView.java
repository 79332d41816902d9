package live.understudy.failover;

import java.util.List;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a program, for operators.
 *
 * @param state where it stands
 * @param onAir the leg that viewers get, or null
 * @param targetDurationS {@code EXT-X-TARGETDURATION}, or 0 before it is chosen
 * @param holdMs how long what arrives is held, or 0 before it is chosen
 * @param alignment what is known of the legs' offset
 * @param switches the latest switches, oldest first
 */
public record ProgramView(
    ProgramState state,
    @Nullable Leg onAir,
    int targetDurationS,
    long holdMs,
    Alignment alignment,
    List<SwitchRecord> switches) {

  public ProgramView {
    switches = List.copyOf(switches);
  }
}
