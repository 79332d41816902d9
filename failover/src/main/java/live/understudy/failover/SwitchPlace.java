package live.understudy.failover;

/**
 * Where a leg was put into the program: with the leg's units, all that decides what the program is
 * from here on.
 *
 * @param msn the first segment that can carry it: whatever came before was published
 * @param part the first part of that segment
 * @param session the number of the leg's session, which no other one of the program has; 0 where no
 *     leg is taken
 * @param keyframeTicks presentation time of its first picture, in the session
 * @param leadOffsetTicks program time = session time + this, for the leading track
 * @param audioOffsetTicks the same for the sound
 * @param reorderTicks taken out of the composition offsets of its pictures
 * @param atNs program time at which its first picture is shown
 * @param cutNs what was to be decoded from this program time on made way; MAX_VALUE for nothing
 * @param gapNs time before the first picture for which there is none
 * @param overlapNs how far the first picture lies before the end of what was published
 * @param slateUntilNs program time at which the slate made way; MIN_VALUE where there was none
 * @param discontinuity whether the joint carries {@code EXT-X-DISCONTINUITY}
 */
public record SwitchPlace(
    long msn,
    int part,
    long session,
    long keyframeTicks,
    long leadOffsetTicks,
    long audioOffsetTicks,
    int reorderTicks,
    long atNs,
    long cutNs,
    long gapNs,
    long overlapNs,
    long slateUntilNs,
    boolean discontinuity) {

  /** Nothing makes way. */
  public static final long NOTHING_CUT = Long.MAX_VALUE;

  /** There was no slate to end. */
  public static final long NO_SLATE = Long.MIN_VALUE;

  static SwitchPlace of(
      Publisher publisher,
      LegSession session,
      Placement placement,
      Splicer.Cut cut,
      long cutNs,
      long slateUntilNs,
      boolean discontinuity) {
    return new SwitchPlace(
        publisher.nextMsn(),
        publisher.nextPart(),
        session.serial(),
        session.lead().get(cut.keyframe()).unit().pts(),
        placement.leadOffsetTicks(),
        placement.audioOffsetTicks(),
        placement.reorderTicks(),
        cut.boundaryNs(),
        cutNs,
        cut.gapNs(),
        cut.overlapNs(),
        slateUntilNs,
        discontinuity);
  }

  /** Of a leg that goes on where the other one, of the same encode, ended. */
  static SwitchPlace of(Publisher publisher, LegSession session, Placement placement, long atNs) {
    return new SwitchPlace(
        publisher.nextMsn(),
        publisher.nextPart(),
        session.serial(),
        0,
        placement.leadOffsetTicks(),
        placement.audioOffsetTicks(),
        placement.reorderTicks(),
        atNs,
        NOTHING_CUT,
        0,
        0,
        NO_SLATE,
        false);
  }

  /** Nobody is put anywhere: only the time is known. */
  static SwitchPlace nobody(long msn, int part, long atNs) {
    return new SwitchPlace(msn, part, 0, 0, 0, 0, 0, atNs, NOTHING_CUT, 0, 0, NO_SLATE, false);
  }
}
