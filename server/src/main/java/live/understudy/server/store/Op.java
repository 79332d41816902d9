package live.understudy.server.store;

import java.util.List;
import live.understudy.hls.InitSection;
import live.understudy.hls.Part;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.SegmentHead;

/** What waits to be written. */
sealed interface Op {

  /** Media, which is left out when the disk does not take it. */
  sealed interface Media extends Op {
    /** Whether it takes the place of what was given under this number and later ones. */
    boolean anew();

    long bytes();

    /** What keeps the bytes of the parts from going until it is written, or dropped. */
    Leases leases();

    StoredListener listener();
  }

  /** Records that must come to be in the index, at once or later. */
  record Records(List<IndexRecord> records, StoredListener listener) implements Op {}

  /** More parts of a segment that grows. */
  record Parts(
      SegmentHead head,
      InitSection init,
      List<Part> parts,
      boolean anew,
      long bytes,
      Leases leases,
      StoredListener listener)
      implements Media {}

  /** A complete segment; some of its parts may be on disk already. */
  record Complete(
      SegmentInfo info,
      InitSection init,
      List<Part> parts,
      boolean anew,
      long bytes,
      Leases leases,
      StoredListener listener)
      implements Media {}
}
