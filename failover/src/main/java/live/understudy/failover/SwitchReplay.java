package live.understudy.failover;

import java.util.List;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program again from what its legs sent and from its switch log: the same segments with the
 * same bytes. It decides nothing; what is on air from when, and where it lies, is in the log.
 *
 * <p>What was sent is given in the order and at the times at which the engine got it, with the
 * moments at which time passed: what arrives after its place was published is not in the program.
 */
public final class SwitchReplay {

  private final ProgramCore core;
  private final SwitchLog switches;

  /** What an engine was told, in its order. */
  public sealed interface Input {

    /** A session of {@code leg} began. */
    record SessionStarted(Leg leg) implements Input {}

    /** The current session of {@code leg} sent this. */
    record Sent(Leg leg, SessionEvent event) implements Input {}

    /** The program went live. */
    record Started() implements Input {}

    /** An operator asked for a leg. */
    record Asked(Leg to) implements Input {}

    /** Time passed. */
    record Ticked() implements Input {}

    /** The program was stopped. */
    record Stopped() implements Input {}
  }

  /**
   * The replay of one engine's life.
   *
   * @param config as the engine had it
   * @param resume where that engine went on; null where the program began with it
   * @param before the epoch before its first entry
   * @param sessionsBefore the greatest session number before its first session
   * @param log its entries, oldest first, without a hole
   */
  public SwitchReplay(
      ProgramConfig config,
      @Nullable ProgramResume resume,
      long before,
      long sessionsBefore,
      List<SwitchRecord> log) {
    switches = SwitchLog.after(before, sessionsBefore);
    core = new ProgramCore(config, resume, switches, new SwitchScript(log));
  }

  /** Takes the next input; {@code nowNs} and {@code wallMs} as the engine got them with it. */
  public void take(Input input, long nowNs, long wallMs) {
    switch (input) {
      case Input.SessionStarted started -> core.sessionStarted(started.leg(), nowNs, wallMs);
      case Input.Sent sent -> core.onEvent(sent.leg(), sent.event(), nowNs, wallMs);
      case Input.Asked asked -> core.operatorSwitch(asked.to(), nowNs, wallMs);
      case Input.Started _ -> core.start();
      case Input.Ticked _ -> core.tick(nowNs, wallMs);
      case Input.Stopped _ -> core.stop();
    }
  }

  /** The playlist's newest state if it changed since the last call, else null. */
  public @Nullable WindowSnapshot takeSnapshot() {
    return core.takeSnapshot();
  }

  /** Where another engine goes on; null before anything was published. */
  public @Nullable ProgramResume resumePoint() {
    return core.resumePoint();
  }

  /** What was done, as the log says it. */
  public List<SwitchRecord> switches() {
    return switches.latest();
  }
}
