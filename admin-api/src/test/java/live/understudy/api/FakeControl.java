package live.understudy.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import live.understudy.api.event.EventView;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchOutcome;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/** Remembers what it was commanded; its legs are as the test set them. */
final class FakeControl implements ProgramControl {
  final List<String> commands = new CopyOnWriteArrayList<>();
  final Map<LegId, LegStatus> legs = new ConcurrentHashMap<>();
  final Map<ProgramId, ProgramStatus> programs = new ConcurrentHashMap<>();
  final Map<ProgramId, Interruption> interruptions = new ConcurrentHashMap<>();

  List<LegStatus.Mismatch> mismatches = List.of();

  SwitchOutcome outcome = SwitchOutcome.DONE;

  void leg(String event, String language, Leg leg, LegStatus.State state) {
    LegStatus status =
        new LegStatus(
            state, 5, null, null, null, null, null, null, List.of(), 1, null, false, List.of());
    legs.put(new LegId(new ProgramId(event, language), leg), status);
  }

  @Override
  public void eventCreated(EventView event) {
    commands.add("created " + event.id());
  }

  @Override
  public void eventChanged(EventView event) {
    commands.add(
        "changed %s %s %s %s"
            .formatted(event.id(), event.title(), event.latencyMode(), event.dvr().mode()));
  }

  @Override
  public void eventDeleted(String eventId) {
    commands.add("deleted " + eventId);
  }

  @Override
  public void keyRotated(ProgramId program) {
    commands.add("rotated " + program);
  }

  @Override
  public void goLive(EventView event, boolean backupOnly) {
    commands.add("live " + event.id() + " " + event.phase() + " " + backupOnly);
  }

  @Override
  public void stop(String eventId) {
    commands.add("stop " + eventId);
  }

  @Override
  public SwitchOutcome switchTo(ProgramId program, Leg to) {
    commands.add("switch " + program + " " + to);
    return outcome;
  }

  @Override
  public void hold(ProgramId program, boolean held) {
    commands.add("hold " + program + " " + held);
  }

  @Override
  public void block(LegId leg, boolean blocked) {
    commands.add("block " + leg + " " + blocked);
  }

  @Override
  public boolean disconnect(LegId leg) {
    commands.add("disconnect " + leg);
    return legs.containsKey(leg);
  }

  @Override
  public LegStatus leg(LegId leg) {
    return legs.getOrDefault(leg, LegStatus.offline(0));
  }

  @Override
  public @Nullable Interruption interruption(ProgramId program) {
    return interruptions.get(program);
  }

  @Override
  public List<LegStatus.Mismatch> mismatches(ProgramId program) {
    return mismatches;
  }

  @Override
  public ProgramStatus program(ProgramId program) {
    return programs.getOrDefault(program, ProgramStatus.off(4));
  }
}
