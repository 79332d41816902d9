package live.understudy.api.command;

import live.understudy.api.command.Refused.Kind;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.SwitchOutcome;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators command of one language's program; thread-safe. Throws {@link Refused}. */
public final class ProgramCommands {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramCommands.class);

  private final EventCommands events;
  private final ProgramControl control;

  public ProgramCommands(EventCommands events, ProgramControl control) {
    this.events = events;
    this.control = control;
  }

  /** Puts {@code to} on air: now, or with its next keyframe. */
  public SwitchOutcome switchTo(String id, String language, Leg to) {
    ProgramId program = program(id, language);
    SwitchOutcome outcome = control.switchTo(program, to);
    LOG.info("operator wants {} on air: program={} outcome={}", to, program, outcome);
    return switch (outcome) {
      case DONE, PENDING, ALREADY -> outcome;
      case NOT_DELIVERING ->
          throw new Refused(
              Kind.NOT_DELIVERING, "That encoder sends no pictures now; start it, then try again.");
      case NOT_LIVE -> throw new Refused(Kind.WRONG_PHASE, "The program is not on air.");
    };
  }

  /** Holds what is on air, or lets the server switch by itself again. */
  public void hold(String id, String language, boolean held) {
    ProgramId program = program(id, language);
    control.hold(program, held);
    LOG.info("automatic switching {}: program={}", held ? "held" : "on", program);
  }

  private ProgramId program(String id, String language) {
    if (!events.get(id).languages().contains(language)) {
      throw new Refused(Kind.UNKNOWN_EVENT, "The event has no such language.");
    }
    return new ProgramId(id, language);
  }
}
