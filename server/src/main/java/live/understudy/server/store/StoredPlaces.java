package live.understudy.server.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import live.understudy.hls.store.PartEntry;
import live.understudy.hls.store.Place;
import org.jspecify.annotations.Nullable;

/**
 * Where the segments of a recording are, 28 bytes for each. Of the newest the parts are known too;
 * playlists list parts of no others. Thread-safe.
 */
final class StoredPlaces {

  /** RFC 8216bis, 6.2.2 wants parts listed for three target durations; this is twice that. */
  private static final int SEGMENTS_WITH_PARTS = 16;

  private static final int INITIAL_SEGMENTS = 64;

  /** A run of bytes in a volume. */
  record Run(int volume, long offset, long length) {}

  private long[] msns = new long[INITIAL_SEGMENTS];
  private long[] offsets = new long[INITIAL_SEGMENTS];
  private long[] lengths = new long[INITIAL_SEGMENTS];
  private int[] volumes = new int[INITIAL_SEGMENTS];
  private int size;
  private final LinkedHashMap<Long, Parts> parts = new LinkedHashMap<>();

  private record Parts(Place place, List<PartEntry> entries) {}

  synchronized int size() {
    return size;
  }

  /** Parts of a segment that grows. */
  synchronized void grow(long msn, Place place, List<PartEntry> entries) {
    putParts(msn, new Parts(place, List.copyOf(entries)));
  }

  /** A complete segment. Takes the place of all with its number and later ones. */
  synchronized void add(long msn, Place place, List<PartEntry> entries) {
    while (size > 0 && msns[size - 1] >= msn) {
      size--;
    }
    if (size == msns.length) {
      int larger = size * 2;
      msns = Arrays.copyOf(msns, larger);
      offsets = Arrays.copyOf(offsets, larger);
      lengths = Arrays.copyOf(lengths, larger);
      volumes = Arrays.copyOf(volumes, larger);
    }
    msns[size] = msn;
    offsets[size] = place.offset();
    lengths[size] = length(entries);
    volumes[size] = place.volume();
    size++;
    putParts(msn, new Parts(place, entries));
  }

  private void putParts(long msn, Parts of) {
    while (!parts.isEmpty() && parts.lastEntry().getKey() >= msn) {
      parts.pollLastEntry();
    }
    parts.put(msn, of);
    if (parts.size() > SEGMENTS_WITH_PARTS) {
      parts.pollFirstEntry();
    }
  }

  synchronized @Nullable Run segment(long msn) {
    int at = Arrays.binarySearch(msns, 0, size, msn);
    return at < 0 ? null : new Run(volumes[at], offsets[at], lengths[at]);
  }

  synchronized @Nullable Run part(long msn, int index) {
    Parts of = parts.get(msn);
    if (of == null || index >= of.entries().size()) {
      return null;
    }
    long before = length(of.entries().subList(0, index));
    return new Run(
        of.place().volume(), of.place().offset() + before, of.entries().get(index).sizeBytes());
  }

  private static long length(List<PartEntry> entries) {
    long length = 0;
    for (PartEntry entry : entries) {
      length += entry.sizeBytes();
    }
    return length;
  }
}
