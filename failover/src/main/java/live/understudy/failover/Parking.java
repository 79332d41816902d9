package live.understudy.failover;

import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.MediaMemory;
import live.understudy.media.ByteSlice;

/**
 * Takes the data of a session's older units out of the heap, where it would be most of what the
 * collector has to look after: hardly any of it is ever read again. They are put together, because
 * each alone would waste most of a block.
 */
final class Parking {

  /** So long others keep what comes too, in the heap: previews. */
  static final long AFTER_NS = 8 * Nanos.PER_SECOND;

  /** Much of it at once would keep everything else waiting, as when there is room again. */
  private static final int LUMPS_AT_ONCE = 2;

  private final MediaMemory memory;
  private final Track lead;
  private final Track audio;

  /** Of all units that are old and not parked. */
  private long oldBytes;

  /** A list of units, oldest first: some are parked, some more are old, the others are new. */
  private static final class Track {
    private final List<LegUnit> units;
    private int parked;
    private int old;

    Track(List<LegUnit> units) {
      this.units = units;
    }

    /** Adds the data of those to be parked next, up to where it is so much; says how much. */
    long collect(long bytes, List<ByteSlice> into) {
      long collected = 0;
      for (int i = parked; i < old && collected < bytes; i++) {
        into.add(units.get(i).unit().data());
        collected += units.get(i).bytes();
      }
      return collected;
    }

    /** So many of them are in {@code parcel}, from byte {@code from} on; says up to where. */
    int replace(int count, Parcel parcel, int from) {
      int at = from;
      for (int i = parked; i < parked + count; i++) {
        LegUnit unit = units.get(i);
        units.set(i, unit.parkedIn(parcel, at));
        at += unit.bytes();
      }
      parked += count;
      return at;
    }
  }

  /** Replaces units in these lists, which are oldest first, and nothing else of them. */
  Parking(MediaMemory memory, List<LegUnit> lead, List<LegUnit> audio) {
    this.memory = memory;
    this.lead = new Track(lead);
    this.audio = new Track(audio);
  }

  /** Time has passed. */
  void park(long nowNs) {
    age(lead, nowNs - AFTER_NS);
    age(audio, nowNs - AFTER_NS);
    // What is parked can't be given up for others, so that much must be left to these.
    if (oldBytes < memory.lumpBytes() || !memory.isRoomy()) {
      return;
    }
    long most = (long) LUMPS_AT_ONCE * memory.lumpBytes();
    List<ByteSlice> data = new ArrayList<>();
    long ofLead = lead.collect(most, data);
    int leads = data.size();
    audio.collect(most - ofLead, data);
    MediaBytes bytes = memory.copy(data);
    Parcel parcel = new Parcel(bytes, data.size());
    audio.replace(data.size() - leads, parcel, lead.replace(leads, parcel, 0));
    oldBytes -= bytes.length();
  }

  private void age(Track track, long beforeNs) {
    while (track.old < track.units.size()
        && track.units.get(track.old).unit().arrivedNs() < beforeNs) {
      oldBytes += track.units.get(track.old).bytes();
      track.old++;
    }
  }

  /** The first {@code count} of {@code units}, one of the lists, are dropped now. */
  @SuppressWarnings("ReferenceEquality")
  void dropping(List<LegUnit> units, int count) {
    Track track = units == lead.units ? lead : audio;
    for (int i = 0; i < count; i++) {
      LegUnit.Parked parked = units.get(i).parked();
      if (parked != null) {
        parked.parcel().drop();
      } else if (i < track.old) {
        oldBytes -= units.get(i).bytes();
      }
    }
    track.parked = Math.max(0, track.parked - count);
    track.old = Math.max(0, track.old - count);
  }
}
