package live.understudy.media;

/**
 * Something that an encoder sends besides the tracks that are served.
 *
 * @param id as the encoder numbers it, from 1 to 255; 0 for text
 * @param codec its four letters as sent, for example {@code avc1}, or for text the name of the
 *     messages; printable
 */
public record OtherTrack(Kind kind, int id, String codec) {

  /** What it is made of. */
  public enum Kind {
    VIDEO,
    AUDIO,
    /** Captions and such in messages of their own, as opposed to those within pictures. */
    TEXT
  }

  /** A track of pictures or sound. */
  public static OtherTrack of(TrackType track, int id, String codec) {
    return new OtherTrack(track == TrackType.VIDEO ? Kind.VIDEO : Kind.AUDIO, id, codec);
  }
}
