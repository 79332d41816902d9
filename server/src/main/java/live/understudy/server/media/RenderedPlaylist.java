package live.understudy.server.media;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.MediaName;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.MultivariantPlaylist;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.ByteSlice;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import org.jspecify.annotations.Nullable;

/**
 * One state of a playlist with its texts, each rendered when the first one asks for it and shared
 * by all who ask after. Two who ask at the same moment may both render it, with the same result.
 */
final class RenderedPlaylist {

  static final String MULTIVARIANT = "index.m3u8";
  static final String MEDIA = "media.m3u8";
  static final String CONTENT_TYPE = "video/mp4";

  private final WindowSnapshot window;
  private final long sinceNs = System.nanoTime();
  private volatile MediaResource.@Nullable Playlist multivariant;
  private volatile MediaResource.@Nullable Playlist media;
  private volatile MediaResource.@Nullable Playlist delta;

  /** A state that lists at least one segment. */
  RenderedPlaylist(WindowSnapshot window) {
    if (!window.isPlayable()) {
      throw new IllegalArgumentException("a playlist lists at least one segment");
    }
    this.window = window;
  }

  /** Since when it is the newest state, monotonic. */
  long sinceNs() {
    return sinceNs;
  }

  WindowSnapshot window() {
    return window;
  }

  MediaResource.Playlist multivariant() {
    MediaResource.Playlist known = multivariant;
    if (known == null) {
      known = playlist(MultivariantPlaylist.write(window, MEDIA), 0);
      multivariant = known;
    }
    return known;
  }

  MediaResource.Playlist media() {
    MediaResource.Playlist known = media;
    if (known == null) {
      known = playlist(MediaPlaylist.write(window), window.shape().targetDurationS());
      media = known;
    }
    return known;
  }

  MediaResource.Playlist delta() {
    MediaResource.Playlist known = delta;
    if (known == null) {
      known = playlist(MediaPlaylist.writeDelta(window), window.shape().targetDurationS());
      delta = known;
    }
    return known;
  }

  /** What was in memory under {@code name}, or null; {@code gone} answers when it left since. */
  MediaResource.@Nullable Media find(MediaName name, Supplier<MediaAnswer> gone) {
    List<MediaBytes> chunks = window.find(name);
    return chunks == null ? null : new MediaResource.Media(chunks, CONTENT_TYPE, true, gone);
  }

  private static MediaResource.Playlist playlist(String text, int targetDurationS) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    String etag = Long.toHexString(checksum.getValue()) + "-" + Integer.toHexString(bytes.length);
    return new MediaResource.Playlist(ByteSlice.of(bytes), etag, targetDurationS);
  }
}
