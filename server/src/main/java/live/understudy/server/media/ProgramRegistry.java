package live.understudy.server.media;

import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.Phase;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.key.StreamKeys;
import live.understudy.api.store.ProgramStateStore;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramState;
import live.understudy.ingest.netty.Admission;
import live.understudy.ingest.netty.PublishGate;
import live.understudy.ingest.netty.PublishRequest;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaRequest;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.MediaSink;
import live.understudy.server.http.MediaSource;
import org.jspecify.annotations.Nullable;

/** All programs of this server: lets publishers in, answers viewers, obeys the admin API. */
public final class ProgramRegistry
    implements ProgramControl, PublishGate, MediaSource, AutoCloseable {

  private final EventLoopGroup loops;
  private final ProgramConfig config;
  private final Map<ProgramId, ProgramAgent> agents = new ConcurrentHashMap<>();
  private final long startedWallMs = System.currentTimeMillis();
  private volatile @Nullable StreamKeys keys;
  private volatile @Nullable StateKeeper keeper;

  public ProgramRegistry(EventLoopGroup loops, ProgramConfig config) {
    this.loops = loops;
    this.config = config;
  }

  /** Begins to work: the events that are known already, live ones going on where they stood. */
  public void open(StreamKeys streamKeys, ProgramStateStore states, List<EventView> events) {
    keeper = new StateKeeper(states);
    for (EventView event : events) {
      if (event.phase() == Phase.SCHEDULED || event.phase() == Phase.LIVE) {
        add(event);
      }
      if (event.phase() == Phase.LIVE) {
        event.programs().forEach(program -> agent(program).goLive());
      }
    }
    keys = streamKeys;
  }

  private void add(EventView event) {
    for (ProgramId program : event.programs()) {
      ProgramResume resume =
          event.phase() == Phase.LIVE && keeper != null ? keeper.load(program) : null;
      agents.put(
          program, new ProgramAgent(program, loops.next(), config, resume, this::saveResume));
    }
  }

  private void saveResume(ProgramId program, ProgramResume resume) {
    StateKeeper current = keeper;
    if (current != null) {
      current.save(program, resume);
    }
  }

  @Override
  public Admission admit(PublishRequest request) {
    StreamKeys current = keys;
    if (current == null) {
      return new Admission.Refused("the server is starting, try again");
    }
    ProgramId program = current.resolve(request.streamKey());
    if (program == null) {
      return new Admission.Refused("unknown stream key");
    }
    ProgramAgent agent = agents.get(program);
    if (agent == null || agent.view().state() == ProgramState.ENDED) {
      return new Admission.Refused("the event has ended");
    }
    return new Admission.Admitted(agent.admit(request));
  }

  @Override
  public @Nullable Parked find(MediaRequest request, MediaSink sink) {
    ProgramAgent agent = agents.get(request.program());
    RenderedPlaylist rendered =
        agent == null
            ? null
            : request.leg() == null ? agent.rendered() : agent.preview(request.leg());
    MediaResource found = rendered == null ? null : rendered.find(request.name());
    sink.answer(found == null ? new MediaAnswer.Missing() : new MediaAnswer.Found(found));
    return null;
  }

  @Override
  public void eventCreated(EventView event) {
    add(event);
  }

  /** Its agents take their legs in the same way whatever the title, latency mode and rewind are. */
  @Override
  public void eventChanged(EventView event) {}

  @Override
  public void eventDeleted(String eventId) {
    agents.forEach((program, agent) -> {
      if (program.eventId().equals(eventId)) {
        agents.remove(program);
        agent.close("the event was deleted");
      }
    });
  }

  @Override
  public void keyRotated(ProgramId program) {
    agent(program).closePublishers("the stream key was changed");
  }

  @Override
  public void goLive(EventView event, boolean backupOnly) {
    event.programs().forEach(program -> agent(program).goLive());
  }

  @Override
  public void stop(String eventId) {
    agents.forEach((program, agent) -> {
      if (program.eventId().equals(eventId)) {
        agent.stop();
      }
    });
  }

  @Override
  public LegStatus leg(LegId leg) {
    ProgramAgent agent = agents.get(leg.program());
    LegSnapshot snapshot = agent == null ? null : agent.leg(leg.leg());
    return snapshot == null ? LegStatus.offline(startedWallMs) : StatusViews.leg(snapshot);
  }

  @Override
  public ProgramStatus program(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    if (agent == null) {
      return ProgramStatus.off(0);
    }
    RenderedPlaylist rendered = agent.rendered();
    return StatusViews.program(agent.view(), rendered == null ? 0 : rendered.mediaSequence());
  }

  /** Writes what a restart needs. The programs themselves end with their event loops. */
  @Override
  public void close() {
    StateKeeper current = keeper;
    if (current != null) {
      current.close();
    }
  }

  private ProgramAgent agent(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    if (agent == null) {
      throw new IllegalStateException("no such program");
    }
    return agent;
  }
}
