package live.understudy.media;

import org.jspecify.annotations.Nullable;

/**
 * The configurations of all tracks of a stream at one time; at least one is present.
 *
 * @param video the video track, or null for a stream of sound alone
 * @param audio the audio track, or null for a stream without sound
 */
public record StreamConfig(@Nullable VideoConfig video, @Nullable AudioConfig audio) {
  public StreamConfig {
    if (video == null && audio == null) {
      throw new IllegalArgumentException("a stream has at least one track");
    }
  }

  /** The track that cuts parts and segments and counts their time: pictures, or sound alone. */
  public CodecConfig lead() {
    if (video != null) {
      return video;
    }
    if (audio != null) {
      return audio;
    }
    throw new IllegalStateException("a stream has at least one track");
  }
}
