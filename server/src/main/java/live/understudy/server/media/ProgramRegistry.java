package live.understudy.server.media;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import live.understudy.api.event.EventView;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.api.event.SwitchOutcome;
import live.understudy.api.key.StreamKeys;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.failover.ProgramState;
import live.understudy.hls.store.Recovered;
import live.understudy.ingest.netty.Admission;
import live.understudy.ingest.netty.PublishGate;
import live.understudy.ingest.netty.PublishRequest;
import live.understudy.ingest.rtmp.Passwords;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaRequest;
import live.understudy.server.http.MediaSink;
import live.understudy.server.http.MediaSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All programs of this server: lets publishers in, answers viewers, obeys the admin API. */
public final class ProgramRegistry implements ProgramControl, PublishGate, MediaSource {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramRegistry.class);

  private final EventLoopGroup loops;
  private final ProgramConfig config;
  private final Archives archives;
  private final SoundSettings sounds;
  private final ParkingLot lot = new ParkingLot(ParkingLot.MAX_PARKED);
  private final Map<ProgramId, ProgramAgent> agents = new ConcurrentHashMap<>();

  /** Programs that had ended before this process began. */
  private final Map<ProgramId, Delivery> ended = new ConcurrentHashMap<>();

  /** The switches of those that are, or were, live. */
  private final Map<ProgramId, SwitchBook> books = new ConcurrentHashMap<>();

  private final RefusedPublishes refused = new RefusedPublishes();
  private final LegRefusals refusals = new LegRefusals();
  private volatile @Nullable ProgramMeters meters;
  private final Map<EventLoop, LoopTicker> tickers = new ConcurrentHashMap<>();
  private volatile SwitchJournal journal = SwitchJournal.inMemory();
  private final long startedWallMs = System.currentTimeMillis();
  private volatile @Nullable StreamKeys keys;

  /** Programs whose legs' sound is not compared. */
  public ProgramRegistry(EventLoopGroup loops, ProgramConfig config, Archives archives) {
    this(loops, config, archives, SoundSettings.OFF);
  }

  public ProgramRegistry(
      EventLoopGroup loops, ProgramConfig config, Archives archives, SoundSettings sounds) {
    this.loops = loops;
    this.config = config;
    this.archives = archives;
    this.sounds = sounds;
  }

  /** Switches are kept in {@code kept}; to be called before {@link #open}. */
  public void keepSwitchesIn(SwitchJournal kept) {
    journal = kept;
  }

  /** The same, with no leg blocked. */
  public void open(StreamKeys streamKeys, List<EventView> events) {
    open(streamKeys, events, Set.of());
  }

  /** Begins to work: the events that are known already, live ones going on where they stood. */
  public void open(StreamKeys streamKeys, List<EventView> events, Set<LegId> blocked) {
    for (EventView event : events) {
      switch (event.phase()) {
        case SCHEDULED -> add(event);
        case LIVE -> {
          add(event);
          goLive(event, event.backupOnly());
        }
        case ENDED, ON_DEMAND -> showEnded(event);
      }
    }
    blocked.forEach(leg -> block(leg, true));
    keys = streamKeys;
  }

  private void add(EventView event) {
    for (ProgramId program : event.programs()) {
      agents.put(
          program,
          new ProgramAgent(program, nextTicker(), Resumption.config(config, event), lot, sounds));
    }
  }

  private LoopTicker nextTicker() {
    return tickers.computeIfAbsent(loops.next(), LoopTicker::new);
  }

  private void showEnded(EventView event) {
    for (ProgramId program : event.programs()) {
      Archives.Opened opened = openArchive(program, event);
      Recovered kept = opened.recovered();
      if (kept != null) {
        Delivery delivery = new Delivery(lot);
        delivery.serveFrom(opened.archive());
        delivery.publish(Resumption.ended(kept, Resumption.config(config, event)));
        ended.put(program, delivery);
      }
    }
  }

  /** An archive that can't be opened must not keep a program from going live. */
  private Archives.Opened openArchive(ProgramId program, EventView event) {
    try {
      return archives.open(program);
    } catch (IOException | RuntimeException e) {
      LOG.error("nothing is recorded: program={}", program, e);
      long nowMs = System.currentTimeMillis();
      Recovered guess = Resumption.guess(event, Resumption.config(config, event), nowMs);
      return new Archives.Opened(new NoArchive("disk-error", nowMs), guess);
    }
  }

  /** Where programs are measured; to be called before {@link #open}. */
  public void measureWith(ProgramMeters into) {
    meters = into;
  }

  /** Brings the meters up to date. */
  public void updateMeters() {
    ProgramMeters into = meters;
    if (into != null) {
      into.update(agents, books);
    }
  }

  /** Requests that wait for media. */
  public int parkedRequests() {
    return lot.parked();
  }

  /** How many encoders were not let in, by reason: the name of the reason in lower case. */
  public Map<String, LongSupplier> refusedPublishes() {
    Map<String, LongSupplier> counts = new TreeMap<>();
    for (RefusedPublishes.Reason reason : RefusedPublishes.Reason.values()) {
      counts.put(SwitchMeters.label(reason), () -> refused.count(reason));
    }
    return counts;
  }

  @Override
  public Admission admit(PublishRequest request) {
    Admission answer = decide(request);
    String user = request.user();
    ProgramId named =
        user == null ? StreamKeys.named(request.streamKey()) : StreamKeys.ofUser(user);
    LegId leg =
        named == null || !agents.containsKey(named) ? null : new LegId(named, request.leg());
    if (answer instanceof Admission.Refused no) {
      RefusedPublishes.Reason reason = refused.add(no.reason());
      if (leg != null) {
        refusals.refused(leg, reason, request.remoteAddress(), System.currentTimeMillis());
      }
    } else if (leg != null) {
      refusals.mended(leg);
    }
    return answer;
  }

  private Admission decide(PublishRequest request) {
    StreamKeys current = keys;
    if (current == null) {
      return new Admission.Refused(RefusedPublishes.STARTING);
    }
    String user = request.user();
    ProgramId program =
        user == null ? current.resolve(request.streamKey()) : StreamKeys.ofUser(user);
    if (program == null) {
      return new Admission.Refused(RefusedPublishes.UNKNOWN_KEY);
    }
    ProgramAgent agent = agents.get(program);
    if (agent == null || agent.view().state() == ProgramState.ENDED) {
      return new Admission.Refused(RefusedPublishes.ENDED);
    }
    return agent.admit(request);
  }

  /** RTMP's user is the public part of a stream key, and the password the whole key. */
  @Override
  public Passwords passwords() {
    StreamKeys current = keys;
    return current == null ? Passwords.NONE : new KeyPasswords(current);
  }

  @Override
  public @Nullable Parked find(MediaRequest request, MediaSink sink) {
    ProgramAgent agent = agents.get(request.program());
    Leg leg = request.leg();
    if (leg != null) {
      if (agent == null) {
        sink.answer(new MediaAnswer.Missing());
      } else {
        agent.preview(leg, request.name(), sink);
      }
      return null;
    }
    Delivery delivery = agent == null ? ended.get(request.program()) : agent.delivery();
    if (delivery == null) {
      sink.answer(
          keys == null
              ? new MediaAnswer.Unavailable("the server is starting", 1)
              : new MediaAnswer.Missing());
      return null;
    }
    return delivery.find(request.name(), request.query(), sink);
  }

  @Override
  public void eventCreated(EventView event) {
    add(event);
  }

  @Override
  public void eventChanged(EventView event) {
    event
        .programs()
        .forEach(program -> agent(program).reconfigure(Resumption.config(config, event)));
  }

  @Override
  public void eventDeleted(String eventId) {
    agents.forEach((program, agent) -> {
      if (program.eventId().equals(eventId)) {
        agents.remove(program);
        agent.close("the event was deleted");
      }
    });
    ended.keySet().removeIf(program -> program.eventId().equals(eventId));
    books.keySet().removeIf(program -> program.eventId().equals(eventId));
    refusals.forget(eventId);
    ProgramMeters measured = meters;
    if (measured != null) {
      measured.forget(eventId);
    }
    archives.delete(eventId);
  }

  @Override
  public void keyRotated(ProgramId program) {
    agent(program).closePublishers("the stream key was changed");
  }

  @Override
  public void goLive(EventView event, boolean backupOnly) {
    for (ProgramId program : event.programs()) {
      Archives.Opened opened = openArchive(program, event);
      Recovered kept = opened.recovered();
      boolean begun = kept != null;
      long nowMs = System.currentTimeMillis();
      if (kept == null && !opened.certain()) {
        kept = Resumption.guess(event, Resumption.config(config, event), nowMs);
      }
      ProgramResume resume = kept == null ? null : Resumption.resume(kept, nowMs);
      SwitchJournal into = journal;
      SwitchBook book = into.open(program);
      books.put(program, book);
      agent(program).logTo(into, book);
      agent(program).goLive(opened.archive(), resume, begun);
    }
  }

  @Override
  public void stop(String eventId) {
    agents.forEach((program, agent) -> {
      if (program.eventId().equals(eventId)) {
        agent.stop();
        ProgramMeters measured = meters;
        if (measured != null) {
          measured.stopped(program);
        }
      }
    });
  }

  @Override
  public SwitchOutcome switchTo(ProgramId program, Leg to) {
    ProgramAgent agent = agents.get(program);
    return agent == null
        ? SwitchOutcome.NOT_LIVE
        : SwitchOutcome.valueOf(agent.switchTo(to).name());
  }

  @Override
  public void hold(ProgramId program, boolean held) {
    ProgramAgent agent = agents.get(program);
    if (agent != null) {
      agent.hold(held);
    }
  }

  @Override
  public void block(LegId leg, boolean blocked) {
    ProgramAgent agent = agents.get(leg.program());
    if (agent != null) {
      agent.block(leg.leg(), blocked);
      refusals.mended(leg);
    }
  }

  @Override
  public boolean disconnect(LegId leg) {
    ProgramAgent agent = agents.get(leg.program());
    return agent != null && agent.disconnect(leg.leg(), "an operator disconnected this encoder");
  }

  @Override
  public LegStatus leg(LegId leg) {
    ProgramAgent agent = agents.get(leg.program());
    LegSnapshot snapshot = agent == null ? null : agent.leg(leg.leg());
    LegStatus status = snapshot == null ? LegStatus.offline(startedWallMs) : LegViews.leg(snapshot);
    LegStatus.Issue refusal = refusals.issue(leg, System.currentTimeMillis());
    return refusal == null ? status : status.with(refusal);
  }

  @Override
  public List<LegStatus.Mismatch> mismatches(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    return agent == null
        ? List.of()
        : LegViews.mismatches(agent.leg(Leg.PRIMARY), agent.leg(Leg.BACKUP));
  }

  @Override
  public ProgramStatus program(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    if (agent == null) {
      return ended.containsKey(program) ? StatusViews.ended() : ProgramStatus.off(0);
    }
    agent.looked();
    RenderedPlaylist rendered = agent.delivery().rendered();
    SwitchBook book = books.get(program);
    return StatusViews.program(
        agent.view(),
        rendered == null ? 0 : rendered.window().listed().getFirst().msn(),
        agent.config().lowLatency() ? LatencyMode.LOW : LatencyMode.CLASSIC,
        agent.recording(),
        book == null ? List.of() : book.latest(),
        book == null ? SwitchLogStatus.EMPTY : book.status(System.nanoTime()));
  }

  @Override
  public @Nullable Interruption interruption(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    return agent == null ? null : StatusViews.interruption(agent.view().switches());
  }

  private ProgramAgent agent(ProgramId program) {
    ProgramAgent agent = agents.get(program);
    if (agent == null) {
      throw new IllegalStateException("no such program");
    }
    return agent;
  }
}
