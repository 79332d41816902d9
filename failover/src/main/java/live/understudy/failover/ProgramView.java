package live.understudy.failover;

import java.util.List;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a program, for operators.
 *
 * @param state where it stands
 * @param onAir the leg that viewers get, or null
 * @param slate whether viewers get the last picture because no leg delivers
 * @param held whether only a dead leg is left without an operator
 * @param switchingTo the leg that an operator wants, while its next keyframe is waited for, or null
 * @param targetDurationS {@code EXT-X-TARGETDURATION}, or 0 before it is chosen
 * @param holdMs how long what arrives is held, or 0 before it is chosen
 * @param alignment what is known of the legs' offset
 * @param backupBehindMs how much later a picture arrives by the backup; null when not known
 * @param confidence how sure that is, 0 to 1
 * @param driftPpm how much slower the backup's clock is, parts per million
 * @param switches the latest switches, oldest first
 */
public record ProgramView(
    ProgramState state,
    @Nullable Leg onAir,
    boolean slate,
    boolean held,
    @Nullable Leg switchingTo,
    int targetDurationS,
    long holdMs,
    Alignment alignment,
    @Nullable Double backupBehindMs,
    double confidence,
    double driftPpm,
    List<SwitchRecord> switches) {

  public ProgramView {
    switches = List.copyOf(switches);
  }
}
