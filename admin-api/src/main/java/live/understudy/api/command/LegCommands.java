package live.understudy.api.command;

import live.understudy.api.command.Refused.Kind;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.store.LegBlockStore;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators command of one encoder; thread-safe. Throws {@link Refused}. */
public final class LegCommands {
  private static final Logger LOG = LoggerFactory.getLogger(LegCommands.class);

  private final EventCommands events;
  private final LegBlockStore blocks;
  private final ProgramControl control;

  public LegCommands(EventCommands events, LegBlockStore blocks, ProgramControl control) {
    this.events = events;
    this.blocks = blocks;
    this.control = control;
  }

  /** Closes whoever publishes the leg; whether anybody did. */
  public boolean disconnect(String id, String language, Leg leg) {
    LegId which = leg(id, language, leg);
    boolean was = control.disconnect(which);
    LOG.info("operator disconnects: program={} leg={} connected={}", which.program(), leg, was);
    return was;
  }

  /** Keeps everybody from publishing the leg, or lets them in again. Survives a restart. */
  public void block(String id, String language, Leg leg, boolean blocked) {
    LegId which = leg(id, language, leg);
    events.exclusively(
        id,
        () -> {
          events.get(id);
          blocks.set(which, blocked);
          control.block(which, blocked);
          LOG.info(
              "operator {}: program={} leg={}",
              blocked ? "blocks" : "unblocks",
              which.program(),
              leg);
          return which;
        });
  }

  private LegId leg(String id, String language, Leg leg) {
    if (!events.get(id).languages().contains(language)) {
      throw new Refused(Kind.UNKNOWN_EVENT, "The event has no such language.");
    }
    return new LegId(new ProgramId(id, language), leg);
  }
}
