package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.flv.ExTracks;
import live.understudy.media.ByteSlice;
import live.understudy.media.OtherTrack;
import live.understudy.media.TrackType;

/** Remembers which tracks an encoder sends besides those that are served. */
final class OtherTracks {
  private final int most;
  private final List<OtherTrack> known = new ArrayList<>();

  OtherTracks(int most) {
    this.most = most;
  }

  /** Looks into one message; true when it has a track that was not known. */
  boolean note(TrackType track, ByteSlice body) {
    if (!ExTracks.isMultitrack(track, body)) {
      return false;
    }
    int before = known.size();
    ExTracks.others(track, body, this::add);
    return known.size() > before;
  }

  private void add(OtherTrack other) {
    boolean news =
        known.stream().noneMatch(k -> k.track() == other.track() && k.id() == other.id());
    if (news && known.size() < most) {
      known.add(other);
    }
  }

  List<OtherTrack> list() {
    return List.copyOf(known);
  }
}
