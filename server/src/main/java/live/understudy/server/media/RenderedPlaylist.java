package live.understudy.server.media;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import live.understudy.hls.MediaPlaylist;
import live.understudy.hls.MultivariantPlaylist;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.ByteSlice;
import live.understudy.server.http.MediaResource;
import org.jspecify.annotations.Nullable;

/** One state of a playlist with its texts, rendered and compressed once for all viewers. */
final class RenderedPlaylist {

  static final String MULTIVARIANT = "index.m3u8";
  static final String MEDIA = "media.m3u8";
  private static final String CONTENT_TYPE = "video/mp4";

  private final WindowSnapshot window;
  private final MediaResource.Playlist multivariant;
  private final MediaResource.Playlist media;

  /** Renders a state that lists at least one segment. */
  RenderedPlaylist(WindowSnapshot window) {
    this.window = window;
    this.multivariant = playlist(MultivariantPlaylist.write(window, MEDIA), 0);
    this.media = playlist(MediaPlaylist.write(window), window.targetDurationS());
  }

  /** What is served under {@code name}, or null. */
  @Nullable MediaResource find(String name) {
    if (name.equals(MULTIVARIANT)) {
      return multivariant;
    }
    if (name.equals(MEDIA)) {
      return media;
    }
    byte[][] pieces = window.find(name);
    if (pieces == null) {
      return null;
    }
    List<ByteSlice> chunks = new ArrayList<>(pieces.length);
    for (byte[] piece : pieces) {
      chunks.add(ByteSlice.of(piece));
    }
    return new MediaResource.Media(chunks, CONTENT_TYPE, true);
  }

  /** MSN of the first listed segment. */
  long mediaSequence() {
    return window.listed().getFirst().msn();
  }

  private static MediaResource.Playlist playlist(String text, int targetDurationS) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    String etag = Long.toHexString(checksum.getValue()) + "-" + Integer.toHexString(bytes.length);
    return new MediaResource.Playlist(ByteSlice.of(bytes), etag, targetDurationS);
  }
}
