package live.understudy.failover.sim.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import live.understudy.failover.sim.fault.Schedule.Deed;
import live.understudy.failover.sim.fault.Schedule.EncoderSetup;
import live.understudy.failover.sim.fault.Schedule.Fault;
import live.understudy.failover.sim.fault.Schedule.Kind;
import live.understudy.failover.sim.fault.Schedule.LinkSetup;
import live.understudy.failover.sim.fault.Schedule.Sound;
import live.understudy.media.Leg;

/** Makes a schedule of a seed. */
final class Schedules {

  private static final long MS = World.MS;
  private static final int[] RATES = {15, 15, 15, 25, 30};
  private static final int[] STEPS_MS = {10, 20, 25, 50};
  static final int USUAL_PART_MS = 500;
  private static final int SMALL_BYTES = 64;
  private static final int LARGE_BYTES = 400;

  private final SplittableRandom random;
  private final long seed;
  private final Kind kind;
  private final List<Fault> faults = new ArrayList<>();
  private final boolean lowLatency;
  private final int rate;
  private final int gop;
  private long atMs;
  private int longestGop;

  private Schedules(Kind kind, long seed) {
    this.kind = kind;
    this.seed = seed;
    this.random = new SplittableRandom(seed * 31 + kind.ordinal());
    this.lowLatency = random.nextBoolean();
    this.rate = RATES[random.nextInt(RATES.length)];
    this.gop = rate * (1 + random.nextInt(2));
  }

  static Schedule of(Kind kind, long seed) {
    return new Schedules(kind, seed).make();
  }

  private EncoderSetup encoder(int id) {
    boolean other = kind == Kind.OTHER || (kind == Kind.CHAOS && random.nextInt(3) == 0);
    int ownGop =
        kind == Kind.CHAOS && random.nextInt(4) == 0 ? rate * (1 + random.nextInt(7)) : gop;
    longestGop = Math.max(longestGop, ownGop);
    int samples = rate == 15 ? 3072 : 2048;
    return new EncoderSetup(
        id,
        rate,
        samples,
        ownGop,
        random.nextInt(ownGop),
        random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
        random.nextInt(201) - 100L,
        random.nextBoolean() ? 0 : random.nextLong(1_000_000_000L / rate),
        other ? id : 1,
        kind == Kind.QUALITY ? LARGE_BYTES : SMALL_BYTES);
  }

  private LinkSetup link(boolean ofOneEncode) {
    int latencyMs = 20 + random.nextInt(ofOneEncode ? 300 : 120);
    return new LinkSetup(latencyMs * MS, random.nextInt(60) * MS + 1L);
  }

  private Schedule make() {
    boolean one = kind == Kind.IDENTICAL || (kind == Kind.QUALITY && random.nextInt(8) == 0);
    one |= kind == Kind.CHAOS && random.nextInt(3) == 0;
    EncoderSetup primary = encoder(1);
    EncoderSetup backup = one ? primary : encoder(2);
    fault(100L + random.nextInt(300), Deed.CONNECT, Leg.PRIMARY, 0);
    fault(100L + random.nextInt(2500), Deed.CONNECT, Leg.BACKUP, 0);
    long startMs = 5_500;
    atMs = 10_500;
    switch (kind) {
      case CHAOS -> chaos();
      case QUALITY -> quality(one);
      default -> singles();
    }
    faults.sort(Comparator.comparingLong(Fault::atMs));
    return new Schedule(
        kind,
        seed,
        lowLatency,
        USUAL_PART_MS,
        STEPS_MS[random.nextInt(STEPS_MS.length)],
        kind != Kind.QUALITY && random.nextInt(4) == 0 ? 6_000 : 0,
        random.nextBoolean(),
        sound(),
        primary,
        backup,
        link(one),
        link(one),
        kind == Kind.CHAOS ? random.nextLong(9000) : startMs,
        atMs,
        List.copyOf(faults));
  }

  private Sound sound() {
    return switch (kind) {
      case ALIKE -> random.nextInt(4) > 0 ? Sound.GOOD : Sound.values()[random.nextInt(4)];
      case UNLOCKED, OTHER -> Sound.NEVER;
      default -> Sound.values()[random.nextInt(4)];
    };
  }

  private void fault(long ms, Deed deed, Leg leg, long amount) {
    faults.add(new Fault(ms, deed, leg, amount));
  }

  /** One leg at a time fails, and is well again before the next fault. */
  private void singles() {
    long wellMs = 2_000L * gop / rate + 6_000L;
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (seed % 32 != 7) {
        long overMs = single(random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP);
        atMs = overMs + wellMs / 2 + random.nextLong(wellMs / 2);
        atMs = Math.max(atMs, overMs + wellMs);
      }
    }
    atMs += 4_000;
  }

  /** Answers when it is over. */
  private long single(Leg victim) {
    boolean shared = kind == Kind.IDENTICAL;
    long lasts = 200L + random.nextInt(6_000);
    switch (random.nextInt(11)) {
      case 0, 1 -> {
        fault(atMs, Deed.DISCONNECT, victim, 0);
        fault(atMs + lasts, Deed.CONNECT, victim, 0);
      }
      case 2 -> {
        fault(atMs, Deed.VANISH, victim, 0);
        fault(atMs + lasts + 3_000, Deed.DISCONNECT, victim, 0);
        fault(atMs + lasts + 3_500, Deed.CONNECT, victim, 0);
        return atMs + lasts + 3_500;
      }
      case 3 -> {
        fault(atMs, shared ? Deed.STALL : Deed.PAUSE, victim, lasts);
        if (!shared) {
          fault(atMs + lasts, Deed.RESUME, victim, 0);
        }
      }
      case 4 -> fault(atMs, Deed.STALL, victim, lasts);
      case 5 -> {
        fault(atMs, Deed.THROTTLE, victim, 400L + random.nextInt(400));
        fault(atMs + lasts, Deed.UNTHROTTLE, victim, 0);
        return atMs + 2 * lasts;
      }
      case 6 -> {
        lasts = 50L + random.nextInt(900);
        fault(atMs, Deed.DROP, victim, lasts);
      }
      case 7 -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          fault(atMs + i * 400L, Deed.TAKEOVER, victim, 0);
        }
        return atMs + 1_200;
      }
      case 8 -> {
        long ms = 3_000L + random.nextInt(1_000_000);
        fault(atMs, Deed.JUMP, victim, random.nextBoolean() ? ms : -ms - 9_000);
        return atMs;
      }
      case 9 -> {
        fault(atMs, Deed.SWITCH, victim, 0);
        fault(atMs + lasts, Deed.SWITCH, victim.other(), 0);
      }
      default -> {
        fault(atMs, Deed.HOLD, victim, 0);
        fault(atMs + 100, Deed.DISCONNECT, victim, 0);
        fault(atMs + 100 + lasts, Deed.CONNECT, victim, 0);
        fault(atMs + 100 + lasts, Deed.RELEASE, victim, 0);
      }
    }
    return atMs + lasts;
  }

  private static final Deed[] SPOILS = {
    Deed.FREEZE,
    Deed.SILENCE,
    Deed.LOSE_SOUND,
    Deed.HALVE_RATE,
    Deed.SLOW,
    Deed.WARP,
    Deed.STOP_KEYFRAMES
  };

  private void quality(boolean one) {
    atMs += 1_000;
    boolean both = !one && random.nextInt(5) == 0;
    for (int i = random.nextInt(2); i >= 0; i--) {
      Deed deed = SPOILS[random.nextInt(SPOILS.length)];
      long amount = deed == Deed.SLOW ? 600L + random.nextInt(150) : 200L;
      amount = deed == Deed.WARP && random.nextBoolean() ? 2_000L : amount;
      Leg victim = random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP;
      fault(atMs, deed, victim, amount);
      if (both && i == 0 && faults.stream().filter(each -> each.deed().spoils()).count() == 1) {
        fault(atMs, deed, victim.other(), amount);
        fault(atMs + 14_000, Deed.MEND, victim.other(), 0);
      }
      fault(atMs + 14_000, Deed.MEND, victim, 0);
      fault(atMs + 14_500, Deed.TAKEOVER, victim, 0);
      atMs += 14_500 + 2_000L * gop / rate + 9_000;
    }
  }

  private void chaos() {
    atMs = 2_000L + random.nextInt(8_000);
    for (int i = 4 + random.nextInt(8); i >= 0; i--) {
      strike(random.nextBoolean() ? Leg.PRIMARY : Leg.BACKUP);
      atMs += random.nextInt(5_000);
    }
    for (Leg leg : Leg.values()) {
      fault(atMs, Deed.RESUME, leg, 0);
      fault(atMs, Deed.MEND, leg, 0);
      fault(atMs, Deed.UNTHROTTLE, leg, 0);
      fault(atMs, Deed.DISCONNECT, leg, 0);
      fault(atMs + 50, Deed.CONNECT, leg, 0);
    }
    fault(atMs + 60, Deed.RELEASE, Leg.PRIMARY, 0);
    atMs += 26_000 + 4_000L * longestGop / rate;
  }

  private void strike(Leg victim) {
    switch (random.nextInt(16)) {
      case 0, 1 -> fault(atMs, Deed.DISCONNECT, victim, 0);
      case 2, 3 -> fault(atMs, Deed.CONNECT, victim, 0);
      case 4 -> fault(atMs, Deed.PAUSE, victim, 0);
      case 5 -> fault(atMs, Deed.RESUME, victim, 0);
      case 6 -> fault(atMs, Deed.STALL, victim, random.nextInt(4_000));
      case 7 -> fault(atMs, Deed.THROTTLE, victim, 300L + random.nextInt(600));
      case 8 -> fault(atMs, Deed.JUMP, victim, 300L + random.nextInt(20_000));
      case 9 -> fault(atMs, Deed.VANISH, victim, 0);
      case 10 -> fault(atMs, Deed.DROP, victim, random.nextInt(3_000));
      case 11 -> fault(atMs, Deed.SWITCH, victim, 0);
      case 12 -> fault(atMs, random.nextBoolean() ? Deed.HOLD : Deed.RELEASE, victim, 0);
      case 13 -> fault(atMs, SPOILS[random.nextInt(SPOILS.length)], victim, 400);
      case 14 -> fault(atMs, random.nextBoolean() ? Deed.RECONFIGURE : Deed.MEND, victim, 0);
      default -> {
        fault(atMs, Deed.RESTART, victim, random.nextInt(5_000));
        for (Leg leg : Leg.values()) {
          fault(atMs + 5_000L + random.nextInt(2_000), Deed.CONNECT, leg, 0);
        }
      }
    }
  }
}
