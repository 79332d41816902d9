package live.understudy.server.store;

import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.Part;

/** Claims on the bytes of some parts, so that they stay until this is closed. */
record Leases(List<MediaBytes.Lease> all) implements AutoCloseable {

  /**
   * To be closed by the caller.
   *
   * @throws IllegalStateException when some have gone; whoever gives parts holds them
   */
  static Leases of(List<Part> parts) {
    List<MediaBytes.Lease> leases = new ArrayList<>(parts.size());
    for (Part part : parts) {
      MediaBytes.Lease lease = part.bytes().lease();
      if (lease == null) {
        leases.forEach(MediaBytes.Lease::close);
        throw new IllegalStateException("part " + part.index() + " went before it was given");
      }
      leases.add(lease);
    }
    return new Leases(leases);
  }

  /** Lets go; what happens a second time means nothing. */
  @Override
  public void close() {
    all.forEach(MediaBytes.Lease::close);
  }
}
