package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.flv.ExTracks;
import live.understudy.media.ByteSlice;
import live.understudy.media.OtherTrack;
import live.understudy.media.TrackType;

/** Remembers what an encoder sends besides the tracks that are served. */
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

  /** Knows that text comes in messages of this name; true when that was not known. */
  boolean noteText(String messageName) {
    int before = known.size();
    add(new OtherTrack(OtherTrack.Kind.TEXT, 0, messageName));
    return known.size() > before;
  }

  private void add(OtherTrack other) {
    if (known.size() < most && !known.contains(other)) {
      known.add(other);
    }
  }

  List<OtherTrack> list() {
    return List.copyOf(known);
  }
}
