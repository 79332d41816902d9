package live.understudy.failover;

import java.util.ArrayList;
import java.util.List;
import live.understudy.media.AccessUnit;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * What viewers get next: units of the leg on air (or of both, when they are one encode) on the
 * program's timeline, in decode order, not yet published. A splice rewrites its tail.
 */
final class ProgramQueue {

  /** Far more than any hold needs; beyond it the oldest would be published at once anyway. */
  static final int MAX_UNITS_PER_TRACK = 8192;

  /** A picture shown so much before it can be decoded is of no use any more. */
  private static final int MAX_BEHIND_TICKS = 90_000;

  /** Legs with other reorder delays differ by this much in decode time where they show the same. */
  private static final long MAX_REORDER_NS = 120 * Nanos.PER_MS;

  private final List<QueuedUnit> lead = new ArrayList<>();
  private final List<QueuedUnit> audio = new ArrayList<>();

  // Program time begins at zero: nothing is decoded before.
  private long publishedLeadDtsNs = -1;
  private long publishedEndNs = Long.MIN_VALUE;
  private long joinDtsNs = Long.MIN_VALUE;
  private long runStartNs = Long.MAX_VALUE;
  private @Nullable StreamConfig runConfig;

  /** Whether the end of the last published picture is published too. */
  private boolean closed;

  private long audioPublishedEndNs = Long.MIN_VALUE;

  /** Pictures, or sound where there are none. */
  List<QueuedUnit> lead() {
    return lead;
  }

  List<QueuedUnit> audio() {
    return audio;
  }

  boolean hasAudio() {
    return !audio.isEmpty();
  }

  boolean isEmpty() {
    return lead.isEmpty();
  }

  /** Adds a unit where its decode time belongs, unless it is there already or too late. */
  void offer(QueuedUnit item) {
    if (item.isLead()) {
      offerLead(item);
    } else {
      offerAudio(item);
    }
  }

  /**
   * Appends a unit of the one leg on air. Where legs with other reorder delays meet, the new one's
   * first decode times lie before the old one's last: they are moved behind, and shown as before.
   * Answers whether that may still be needed for the next one.
   */
  boolean append(QueuedUnit item) {
    if (!item.isLead()) {
      offerAudio(item);
      return true;
    }
    noteRun(item);
    long lastNs = lead.isEmpty() ? publishedLeadDtsNs : dtsNs(lead.getLast());
    boolean endsEarly = closed && lead.isEmpty() && dtsNs(item) - lastNs <= MAX_REORDER_NS;
    if (dtsNs(item) > lastNs && !endsEarly) {
      keep(lead, lead.size(), item);
      return false;
    }
    AccessUnit unit = item.unit();
    int timescale = item.config().lead().timescale();
    long nearest = Nanos.toTicks(lastNs, timescale);
    long dts = Nanos.of(nearest, timescale) > lastNs ? nearest : nearest + 1;
    if (unit.keyframe() || unit.pts() >= dts - MAX_BEHIND_TICKS) {
      QueuedUnit moved = new QueuedUnit(unit.at(dts), item.config(), item.joint());
      keep(lead, lead.size(), moved);
    }
    return true;
  }

  /** Whether the queue's last picture had to be moved behind where {@code unit} lies by nature. */
  boolean isBehind(AccessUnit unit) {
    return !lead.isEmpty() && lead.getLast().unit().dts() > unit.dts();
  }

  /** The last picture is a joint: what an identical leg still has of before it comes too late. */
  void markJoint() {
    joinDtsNs = dtsNs(lead.getLast());
  }

  /**
   * What is published ends at decode time {@code dtsNs}: nothing can be decoded before any more.
   */
  void closeAt(long dtsNs) {
    publishedLeadDtsNs = Math.max(publishedLeadDtsNs, dtsNs - 1);
    closed = true;
  }

  /**
   * Program time from which on everything was of one configuration and without a marked hole;
   * MAX_VALUE before there was anything.
   */
  long runStartNs() {
    return runStartNs;
  }

  private void noteRun(QueuedUnit item) {
    if (item.joint() == QueuedUnit.Joint.DISCONTINUITY || !item.config().equals(runConfig)) {
      runStartNs = item.ptsNs();
      runConfig = item.config();
    }
  }

  /** What is published from decode time {@code dtsNs} on is published once more. */
  void reopenAt(long dtsNs) {
    publishedLeadDtsNs = dtsNs - 1;
    closed = false;
  }

  /** Whether a picture, or sound that leads, comes too late to be taken. */
  boolean isLate(QueuedUnit item) {
    return dtsNs(item) <= publishedLeadDtsNs || dtsNs(item) < joinDtsNs;
  }

  private void offerLead(QueuedUnit item) {
    long dtsNs = dtsNs(item);
    if (isLate(item)) {
      return;
    }
    insert(lead, item, dtsNs, 0);
  }

  private void offerAudio(QueuedUnit item) {
    long frameNs = audioFrameNs(item);
    long startNs = item.ptsNs();
    if (startNs + frameNs / 2 < audioPublishedEndNs) {
      return;
    }
    insert(audio, item, startNs, frameNs / 2);
  }

  /** Inserts by time; a unit nearer than {@code toleranceNs} to another one is the same unit. */
  private static void insert(List<QueuedUnit> list, QueuedUnit item, long atNs, long toleranceNs) {
    int at = list.size();
    while (at > 0 && timeNs(list.get(at - 1)) >= atNs + toleranceNs) {
      at--;
    }
    boolean sameAsBefore = at > 0 && timeNs(list.get(at - 1)) >= atNs - toleranceNs;
    boolean sameAsNext = at < list.size() && timeNs(list.get(at)) <= atNs + toleranceNs;
    if (sameAsBefore || sameAsNext || list.size() >= MAX_UNITS_PER_TRACK) {
      return;
    }
    keep(list, at, item);
  }

  private static void keep(List<QueuedUnit> list, int at, QueuedUnit item) {
    item.unit().data().retain();
    list.add(at, item);
  }

  private static void drop(List<QueuedUnit> some) {
    some.forEach(item -> item.unit().data().release());
    some.clear();
  }

  /** Lets go of everything that is not published. */
  void clear() {
    drop(lead);
    drop(audio);
  }

  /** The index of the first keyframe after the first unit, or -1. */
  int nextKeyframe() {
    for (int i = 1; i < lead.size(); i++) {
      if (lead.get(i).unit().keyframe()) {
        return i;
      }
    }
    return -1;
  }

  /**
   * How many pictures follow what is published, and each other, without a hole; all of them when it
   * can't be told.
   */
  int withoutHole() {
    long lastNs = publishedLeadDtsNs;
    int count = 0;
    for (QueuedUnit item : lead) {
      long dtsNs = dtsNs(item);
      boolean follows = closed || dtsNs - lastNs <= Nanos.frame(item.config().lead()) * 3 / 2;
      if (!follows && lastNs >= 0 && item.joint() == QueuedUnit.Joint.NONE) {
        return count;
      }
      lastNs = dtsNs;
      count++;
    }
    return count;
  }

  /**
   * Takes the first {@code count} pictures out, and the sound before {@code audioUntilNs}; from now
   * on the caller keeps their data.
   */
  List<QueuedUnit> take(int count, long audioUntilNs) {
    List<QueuedUnit> taken = new ArrayList<>(count * 2);
    int sound = 0;
    for (int i = 0; i < count; i++) {
      QueuedUnit picture = lead.get(i);
      taken.add(picture);
      publishedLeadDtsNs = dtsNs(picture);
      closed = false;
      publishedEndNs = Math.max(publishedEndNs, endNs(picture));
      long untilNs = i + 1 < count ? dtsNs(lead.get(i + 1)) : audioUntilNs;
      while (sound < audio.size() && audio.get(sound).ptsNs() < untilNs) {
        audioPublishedEndNs = endNs(audio.get(sound));
        taken.add(audio.get(sound++));
      }
    }
    if (count == 0) {
      // No picture waits: its sound need not wait either.
      while (sound < audio.size() && audio.get(sound).ptsNs() < audioUntilNs) {
        audioPublishedEndNs = endNs(audio.get(sound));
        taken.add(audio.get(sound++));
      }
    }
    lead.subList(0, count).clear();
    audio.subList(0, sound).clear();
    return taken;
  }

  /** No sound before {@code ns} belongs to the program any more. */
  void refuseAudioBefore(long ns) {
    audioPublishedEndNs = Math.max(audioPublishedEndNs, ns);
  }

  /** How the picture at {@code index} follows what is published; NONE where there is none. */
  QueuedUnit.Joint jointAt(int index) {
    return index == 0 && !lead.isEmpty() ? lead.getFirst().joint() : QueuedUnit.Joint.NONE;
  }

  /** The first picture that is decoded at {@code decodeNs} or later; how many there are if none. */
  int indexAt(long decodeNs) {
    int index = 0;
    while (index < lead.size() && dtsNs(lead.get(index)) < decodeNs) {
      index++;
    }
    return index;
  }

  /** When the picture at {@code index} is decoded; MAX_VALUE where there is none. */
  long decodeNs(int index) {
    return index < lead.size() ? dtsNs(lead.get(index)) : Long.MAX_VALUE;
  }

  /** Removes the pictures from {@code index} on. */
  void truncateLead(int index) {
    drop(lead.subList(index, lead.size()));
  }

  /** Removes the sound that begins at or after {@code fromNs}, half a frame of grace. */
  void truncateAudio(long fromNs) {
    int keep = audio.size();
    while (keep > 0
        && audio.get(keep - 1).ptsNs() >= fromNs - audioFrameNs(audio.get(keep - 1)) / 2) {
      keep--;
    }
    drop(audio.subList(keep, audio.size()));
  }

  /** Program time up to which pictures are published and can't be taken back. */
  long publishedEndNs() {
    return publishedEndNs;
  }

  /**
   * Program time before which every picture has been published: one that is decoded long before it
   * is shown was published before others that are shown earlier.
   */
  long completeUntilNs() {
    StreamConfig config = runConfig;
    long frameNs = config == null ? 0 : Nanos.frame(config.lead());
    boolean torn = publishedEndNs - publishedLeadDtsNs > frameNs * 3 / 2;
    return torn ? publishedLeadDtsNs : publishedEndNs;
  }

  /** Program time at which the pictures end, published or not; MIN_VALUE when there were none. */
  long endNs() {
    long end = publishedEndNs;
    for (int i = Math.max(0, lead.size() - 32); i < lead.size(); i++) {
      end = Math.max(end, endNs(lead.get(i)));
    }
    return end;
  }

  /** How long no sound is shown from {@code fromNs} on; 0 where none has come at all. */
  long audioGapNs(long fromNs) {
    for (QueuedUnit item : audio) {
      if (endNs(item) > fromNs) {
        return Math.max(0, item.ptsNs() - fromNs);
      }
    }
    return 0;
  }

  /** Removes the pictures that are shown from {@code fromNs} on. */
  void truncateLeadFrom(long fromNs) {
    int keep = lead.size();
    while (keep > 0 && lead.get(keep - 1).ptsNs() >= fromNs) {
      keep--;
    }
    truncateLead(keep);
  }

  /** Program time at which the sound ends; MIN_VALUE when there was none. */
  long audioEndNs() {
    return audio.isEmpty() ? audioPublishedEndNs : endNs(audio.getLast());
  }

  /** The last picture's arrival, or MIN_VALUE. */
  long lastArrivedNs() {
    return lead.isEmpty() ? Long.MIN_VALUE : lead.getLast().unit().arrivedNs();
  }

  private static long timeNs(QueuedUnit item) {
    return item.unit().track() == TrackType.VIDEO ? dtsNs(item) : item.ptsNs();
  }

  static long dtsNs(QueuedUnit item) {
    AccessUnit unit = item.unit();
    return Nanos.of(unit.dts(), Nanos.timescale(item.config(), unit.track()));
  }

  private static long endNs(QueuedUnit item) {
    AccessUnit unit = item.unit();
    if (unit.track() == TrackType.AUDIO) {
      int samples = Nanos.audio(item.config()).samplesPerFrame();
      return Nanos.of(unit.pts() + samples, Nanos.audio(item.config()).timescale());
    }
    CodecConfig leading = item.config().lead();
    return item.ptsNs() + Nanos.frame(leading);
  }

  private static long audioFrameNs(QueuedUnit item) {
    return Nanos.of(
        Nanos.audio(item.config()).samplesPerFrame(), Nanos.audio(item.config()).timescale());
  }
}
