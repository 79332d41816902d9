package live.understudy.api.event;

import java.util.List;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * How programs are commanded and looked at; the server implements it.
 *
 * <p>Called on the threads that call {@code AdminApi.handle}; commands about one event never
 * overlap and come after the change they speak of was stored. A command that throws has failed on
 * this server only: the stored change stays, and a restart resumes from it.
 */
public interface ProgramControl {
  /** The event exists now; its legs may be published to. */
  void eventCreated(EventView event);

  /** The event, which is scheduled, has another title, latency mode or rewind than before. */
  void eventChanged(EventView event);

  /** The event is gone; whoever publishes to it must be closed and its recordings deleted. */
  void eventDeleted(String eventId);

  /** The program's stream key is no longer what it was; whoever used the old one must be closed. */
  void keyRotated(ProgramId program);

  /** The event is live: programs start with the primary, or the backup where allowed to. */
  void goLive(EventView event, boolean backupOnly);

  /** The event has ended: programs end for good. */
  void stop(String eventId);

  /** Puts a leg on air because an operator says so. */
  SwitchOutcome switchTo(ProgramId program, Leg to);

  /** From here on only a leg that is dead is left without an operator; or no longer so. */
  void hold(ProgramId program, boolean held);

  /** From here on nobody may publish the leg, who does is closed; or everybody with the key may. */
  void block(LegId leg, boolean blocked);

  /** Closes whoever publishes the leg; whether anybody did. It may come back at once. */
  boolean disconnect(LegId leg);

  /** A snapshot; {@link LegStatus#offline} when nothing is known of the leg. Does not block. */
  LegStatus leg(LegId leg);

  /** In what the program's two legs differ now, worst first; empty unless both are connected. */
  List<LegStatus.Mismatch> mismatches(ProgramId program);

  /** A snapshot; {@link ProgramStatus#off} when nothing is known of it. Does not block. */
  ProgramStatus program(ProgramId program);

  /**
   * The latest time without any leg, or null when there was none. Asked for by every viewer, so it
   * is cheaper than {@link #program}. Does not block.
   */
  @Nullable Interruption interruption(ProgramId program);
}
