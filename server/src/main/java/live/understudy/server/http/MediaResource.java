package live.understudy.server.http;

import java.util.List;
import live.understudy.media.ByteSlice;

/** Bytes that a player asked for. None of the arrays is modified any more. */
public sealed interface MediaResource {

  /**
   * A playlist as it stands now, rendered and compressed once for everybody.
   *
   * @param text UTF-8
   * @param gzip the same, compressed
   * @param etag without quotes, 1 to 64 of {@code A-Z a-z 0-9 . _ -}; changes with the text
   */
  record Playlist(ByteSlice text, ByteSlice gzip, String etag) implements MediaResource {
    public Playlist {
      if (!etag.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException("not an ETag");
      }
    }
  }

  /**
   * An init section, a segment or a part.
   *
   * @param chunks in order; written without being copied
   * @param contentType such as {@code video/mp4}
   * @param immutable whether this URL can never mean other bytes
   */
  record Media(List<ByteSlice> chunks, String contentType, boolean immutable)
      implements MediaResource {
    public Media {
      chunks = List.copyOf(chunks);
    }
  }
}
