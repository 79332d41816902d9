package live.understudy.api.command;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import live.understudy.api.command.Refused.Kind;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.Dvr;
import live.understudy.api.event.EventView;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.Phase;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.Readiness;
import live.understudy.api.event.WrongPhaseException;
import live.understudy.api.store.EventStore;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands; thread-safe. All of them throw {@link Refused}. */
public final class EventCommands {
  private static final Logger LOG = LoggerFactory.getLogger(EventCommands.class);
  private static final int LOCKS = 64;

  private final EventStore store;
  private final KeyVault vault;
  private final ProgramControl control;
  private final ApiLimits limits;
  private final InstantSource clock;
  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();

  public EventCommands(
      EventStore store,
      KeyVault vault,
      ProgramControl control,
      ApiLimits limits,
      InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.control = control;
    this.limits = limits;
    this.clock = clock;
  }

  /** All events, newest first. */
  public List<EventView> all() {
    return store.all();
  }

  /** The event. */
  public EventView get(String id) {
    EventView event = ProgramId.isEventId(id) ? store.find(id) : null;
    if (event == null) {
      throw new Refused(Kind.UNKNOWN_EVENT, "There is no such event.");
    }
    return event;
  }

  /** Adds an event whose parts follow the grammar, with a new stream key for each language. */
  public EventView create(
      String id, String title, List<String> languages, LatencyMode latencyMode, Dvr dvr) {
    return exclusively(
        id,
        () -> {
          EventView event =
              EventView.scheduled(id, title, languages, latencyMode, dvr, clock.millis());
          Map<ProgramId, String> keys = vault.generate(event.programs());
          Map<String, String> encrypted = new LinkedHashMap<>();
          keys.forEach((p, key) -> encrypted.put(p.language(), vault.encrypt(p, key)));
          switch (store.add(event, encrypted, limits.maxEvents())) {
            case ADDED -> keys.forEach(vault.directory()::put);
            case ID_TAKEN ->
                throw new Refused(
                    Kind.ID_TAKEN,
                    "There is an event \"" + id + "\" already; give another \"id\".");
            case FULL ->
                throw new Refused(
                    Kind.TOO_MANY_EVENTS,
                    "There are " + limits.maxEvents() + " events already; delete old ones first.");
          }
          LOG.info("event {} created, languages {}", id, languages);
          control.eventCreated(event);
          return event;
        });
  }

  /** Changes what is not null. */
  public EventView change(
      String id, @Nullable String title, @Nullable LatencyMode latencyMode, @Nullable Dvr dvr) {
    return exclusively(
        id,
        () -> {
          EventView before = get(id);
          EventView after =
              stepped(() ->
                  before.changed(
                      title == null ? before.title() : title,
                      latencyMode == null ? before.latencyMode() : latencyMode,
                      dvr == null ? before.dvr() : dvr));
          if (after.equals(before)) {
            return before;
          }
          if (!store.change(before.phase(), after)) {
            throw movedOn(before.phase());
          }
          LOG.info("event {} changed: {}, {}", id, after.latencyMode(), after.dvr());
          if (after.phase() == Phase.SCHEDULED) {
            control.eventChanged(after);
          }
          return after;
        });
  }

  /** Deletes the event unless it is live. */
  public void delete(String id) {
    exclusively(
        id,
        () -> {
          EventView event = get(id);
          if (!store.deleteUnlessLive(id)) {
            throw new Refused(Kind.WRONG_PHASE, "The event is LIVE; stop it first.");
          }
          vault.directory().removeEvent(id);
          LOG.info("event {} deleted", id);
          control.eventDeleted(id);
          return event;
        });
  }

  /**
   * An event that went live.
   *
   * @param warnings what was not as it should be then
   */
  public record WentLive(EventView event, List<Readiness.Reason> warnings) {
    public WentLive {
      warnings = List.copyOf(warnings);
    }
  }

  /** Puts the event on air, if it is ready. */
  public WentLive goLive(String id, boolean backupOnly) {
    return exclusively(
        id,
        () -> {
          EventView before = get(id);
          EventView after = stepped(() -> before.live(clock.millis(), backupOnly));
          List<Readiness.Reason> reasons = Readiness.check(before, backupOnly, control::leg);
          if (!reasons.isEmpty()) {
            throw new Refused(Kind.NOT_READY, "The event can't go live yet.", reasons);
          }
          List<Readiness.Reason> warnings =
              Readiness.warnings(before, control::leg, control::program);
          persist(before, after);
          LOG.info("event {} is live{}", id, backupOnly ? ", backup allowed alone" : "");
          warnings.forEach(warning -> LOG.warn("event {}: {}", id, warning.text()));
          control.goLive(after, backupOnly);
          return new WentLive(after, warnings);
        });
  }

  /** Ends the event for good. */
  public EventView stop(String id) {
    return exclusively(
        id,
        () -> {
          EventView before = get(id);
          EventView after = stepped(() -> before.ended(clock.millis()));
          persist(before, after);
          LOG.info("event {} is stopped", id);
          control.stop(id);
          return after;
        });
  }

  /** The event's stream keys in the order of its languages; null where one can't be read. */
  public Map<ProgramId, @Nullable String> streamKeys(String id) {
    get(id);
    return vault.read(id);
  }

  /** Replaces a language's stream key; the old one opens nothing any more. */
  public String rotateKey(String id, String language) {
    return exclusively(
        id,
        () -> {
          if (!get(id).languages().contains(language)) {
            throw new Refused(Kind.UNKNOWN_EVENT, "The event has no such language.");
          }
          ProgramId program = new ProgramId(id, language);
          String key = vault.generate(List.of(program)).values().iterator().next();
          if (!store.replaceKey(program, vault.encrypt(program, key))) {
            throw new Refused(Kind.UNKNOWN_EVENT, "There is no such event.");
          }
          vault.directory().put(program, key);
          LOG.info("stream key of {} rotated", program);
          control.keyRotated(program);
          return key;
        });
  }

  private static EventView stepped(Supplier<EventView> step) {
    try {
      return step.get();
    } catch (WrongPhaseException e) {
      throw new Refused(Kind.WRONG_PHASE, String.valueOf(e.getMessage()));
    }
  }

  /** The phase is compared again by the database: another process may have come first. */
  private void persist(EventView before, EventView after) {
    Phase expected = before.phase();
    if (!store.transition(expected, after)) {
      throw movedOn(expected);
    }
  }

  private static Refused movedOn(Phase expected) {
    return new Refused(Kind.WRONG_PHASE, "The event is not " + expected + " any more.");
  }

  /** Runs a command about one event while no other one about it does. */
  <T> T exclusively(String id, Supplier<T> command) {
    ReentrantLock lock = locks.get(Math.floorMod(id.hashCode(), LOCKS));
    lock.lock();
    try {
      return command.get();
    } finally {
      lock.unlock();
    }
  }
}
