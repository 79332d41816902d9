package live.understudy.media;

/**
 * A track that an encoder sends besides the one that is served.
 *
 * @param id as the encoder numbers it, from 1 to 255
 * @param codec its four letters as sent, for example {@code avc1}; printable
 */
public record OtherTrack(TrackType track, int id, String codec) {}
