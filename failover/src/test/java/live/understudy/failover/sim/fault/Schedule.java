package live.understudy.failover.sim.fault;

import java.util.List;
import live.understudy.media.Leg;

/**
 * One life of a program and all that befalls it.
 *
 * @param partMs what is asked for as the length of parts
 * @param stepMs the program's clock ticks so often
 * @param revertMs after so long the primary is gone back to; 0 for never
 * @param stores whether segments reach the disk
 * @param startMs when the program goes live
 * @param endMs when it is stopped
 * @param sound what the comparison of the legs' sound answers
 */
record Schedule(
    Kind kind,
    long seed,
    boolean lowLatency,
    int partMs,
    int stepMs,
    long revertMs,
    boolean stores,
    Sound sound,
    EncoderSetup primary,
    EncoderSetup backup,
    LinkSetup primaryLink,
    LinkSetup backupLink,
    long startMs,
    long endMs,
    List<Fault> faults) {

  /** How the legs stand to each other, and what may happen. */
  enum Kind {
    /** One encoder sends twice; one leg at a time fails. */
    IDENTICAL,
    /** Two encoders of one setup, whose distance becomes known by their sound. */
    ALIKE,
    /** The same, but it never becomes known. */
    UNLOCKED,
    /** Two encoders of other setups. */
    OTHER,
    /** One leg is bad while it goes on. */
    QUALITY,
    /** Anything happens to anybody. */
    CHAOS
  }

  /** What the comparison of the legs' sound answers. */
  enum Sound {
    GOOD,
    LATE,
    NEVER,
    /** One answer of five is wrong by seconds. */
    OUTLIERS
  }

  /**
   * An encoder.
   *
   * @param id tells encoders apart; legs with one id carry one encode
   * @param gopFrames from keyframe to keyframe
   * @param phaseFrames of the keyframes
   * @param shutterNs the camera's frames are taken so much after the whole frame
   * @param parameterSet encoders with other ones have other configurations
   * @param usualBytes of a picture
   */
  record EncoderSetup(
      int id,
      int framesPerSecond,
      int samplesPerFrame,
      int gopFrames,
      int phaseFrames,
      int bFrames,
      long driftPpm,
      long shutterNs,
      int parameterSet,
      int usualBytes) {}

  /** The way from an encoder to the server. */
  record LinkSetup(long latencyNs, long jitterNs) {}

  /** What happens, when, and to whom. {@code amount} is in the deed's unit. */
  record Fault(long atMs, Deed deed, Leg leg, long amount) {}

  /** What may happen to a leg or to the program. */
  enum Deed {
    CONNECT,
    /** The connection ends, and the server learns it at once. */
    DISCONNECT,
    /** What is sent arrives no more, and nobody says so. */
    VANISH,
    /** The encoder's process is stopped. */
    PAUSE,
    RESUME,
    /** Nothing arrives for {@code amount} milliseconds, then everything. */
    STALL,
    /** The link carries {@code amount} per mille of what is sent. */
    THROTTLE,
    UNTHROTTLE,
    /** The encoder drops the pictures of {@code amount} milliseconds on this way only. */
    DROP,
    /** Timestamps jump by {@code amount} milliseconds. */
    JUMP,
    /** Another connection with the same key. */
    TAKEOVER,
    /** An operator wants this leg. */
    SWITCH,
    HOLD,
    RELEASE,
    /** The process dies and is back {@code amount} milliseconds later. */
    RESTART,
    FREEZE,
    SILENCE,
    LOSE_SOUND,
    HALVE_RATE,
    /** The encoder makes {@code amount} per mille of real time. */
    SLOW,
    /** Timestamps advance by {@code amount} per mille of what they should. */
    WARP,
    STOP_KEYFRAMES,
    /** Another parameter set from the next keyframe on. */
    RECONFIGURE,
    /** Whatever is wrong with the encoder is mended. */
    MEND;

    /** Whether it spoils the encoder's signal and not the connection. */
    boolean spoils() {
      return ordinal() >= FREEZE.ordinal() && ordinal() <= STOP_KEYFRAMES.ordinal();
    }
  }

  boolean identical() {
    return primary.id() == backup.id();
  }

  EncoderSetup encoder(Leg leg) {
    return leg == Leg.PRIMARY ? primary : backup;
  }

  LinkSetup link(Leg leg) {
    return leg == Leg.PRIMARY ? primaryLink : backupLink;
  }

  /** Whether one leg delivers at any time. */
  boolean oneAlwaysDelivers() {
    return kind != Kind.CHAOS;
  }

  /** The same with fewer faults: for people who look for the one that matters. */
  Schedule with(List<Fault> fewer) {
    return with(fewer, partMs);
  }

  /** The same with parts of another length. */
  Schedule withParts(int ms) {
    return with(faults, ms);
  }

  private Schedule with(List<Fault> others, int ms) {
    return new Schedule(
        kind,
        seed,
        lowLatency,
        ms,
        stepMs,
        revertMs,
        stores,
        sound,
        primary,
        backup,
        primaryLink,
        backupLink,
        startMs,
        endMs,
        others);
  }
}
