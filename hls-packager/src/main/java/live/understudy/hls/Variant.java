package live.understudy.hls;

import live.understudy.media.AudioConfig;
import live.understudy.media.Colour;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;

/**
 * What {@code EXT-X-STREAM-INF} says of a stream (RFC 8216bis, 4.4.6.2).
 *
 * @param codecs {@code CODECS}: RFC 6381 names separated by commas
 * @param width {@code RESOLUTION}, square pixels; 0 for sound alone
 * @param height {@code RESOLUTION}, pixels; 0 for sound alone
 * @param frameRate {@code FRAME-RATE}, frames per second; 0 when it is not constant
 * @param videoRange {@code VIDEO-RANGE}: {@code SDR}, {@code PQ} or {@code HLG}; empty for sound
 *     alone
 */
public record Variant(String codecs, int width, int height, double frameRate, String videoRange) {

  /** The description of {@code config}. */
  static Variant of(StreamConfig config) {
    VideoConfig video = config.video();
    AudioConfig audio = config.audio();
    if (video == null) {
      return new Variant(audio == null ? "" : audio.rfc6381(), 0, 0, 0, "");
    }
    String codecs = audio == null ? video.rfc6381() : video.rfc6381() + "," + audio.rfc6381();
    Colour colour = video.colour();
    return new Variant(
        codecs,
        video.displayWidth(),
        video.height(),
        video.frameRate(),
        colour == null ? "SDR" : colour.videoRange());
  }
}
