package live.understudy.media;

import java.util.List;

/**
 * What happens in one session of a leg, in order: a configuration first, then access units, another
 * configuration when the encoder changes it, and the end.
 */
public sealed interface SessionEvent {

  /**
   * From here on the tracks are configured like this. Before the first access unit, and again when
   * the encoder changes the stream.
   */
  record Configured(StreamConfig config) implements SessionEvent {}

  /**
   * What the encoder says of itself, for the operator's eyes only; at most once a session.
   *
   * @param encoder the encoder's name and version as it sent them, cut to a sane length and cleaned
   *     of control characters
   */
  record Described(String encoder) implements SessionEvent {}

  /**
   * What the encoder sends besides what is served, for the operator's eyes only; again whenever
   * there is another one, with all of them.
   */
  record OtherTracks(List<OtherTrack> tracks) implements SessionEvent {
    public OtherTracks {
      tracks = List.copyOf(tracks);
    }
  }

  /** One access unit of a configured track, in the order of arrival. */
  record Unit(AccessUnit unit) implements SessionEvent {}

  /**
   * The session is over; nothing follows.
   *
   * @param reason why, in words for the operator, for example {@code the encoder disconnected}
   */
  record Ended(String reason) implements SessionEvent {}
}
