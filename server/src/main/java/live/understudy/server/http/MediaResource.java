package live.understudy.server.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import live.understudy.hls.MediaBytes;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Bytes that a player asked for. None of the arrays is modified any more. */
public sealed interface MediaResource {

  /**
   * A playlist as it stands now, for everybody who asks while it does. It is compressed when the
   * first one asks for a compressed form, and at most once for each (two who ask at the same moment
   * may both do it, with the same result).
   */
  final class Playlist implements MediaResource {

    private final ByteSlice text;
    private final String etag;
    private final int targetDurationS;
    private final AtomicReferenceArray<@Nullable Reply> replies =
        new AtomicReferenceArray<>(2 * Coding.values().length);
    private volatile @Nullable ByteSlice gzip;
    private volatile @Nullable ByteSlice brotli;

    /**
     * A playlist.
     *
     * @param text UTF-8
     * @param etag without quotes, 1 to 64 of {@code A-Z a-z 0-9 . _ -}; changes with the text
     * @param targetDurationS {@code EXT-X-TARGETDURATION} of a media playlist; 0 for a multivariant
     *     one. An answer to {@code _HLS_msn} may be cached for six times this
     */
    public Playlist(ByteSlice text, String etag, int targetDurationS) {
      if (!etag.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException("not an ETag");
      }
      if (targetDurationS < 0) {
        throw new IllegalArgumentException("not a target duration");
      }
      this.text = text;
      this.etag = etag;
      this.targetDurationS = targetDurationS;
    }

    public ByteSlice text() {
      return text;
    }

    public String etag() {
      return etag;
    }

    public int targetDurationS() {
      return targetDurationS;
    }

    /** The text in one of its forms. */
    ByteSlice form(Coding coding) {
      return switch (coding) {
        case IDENTITY -> text;
        case GZIP -> gzip();
        case BROTLI -> brotli();
      };
    }

    /** The text, compressed by gzip. */
    public ByteSlice gzip() {
      ByteSlice form = gzip;
      if (form == null) {
        form = ByteSlice.of(WebResource.gzip(text.toArray()));
        gzip = form;
      }
      return form;
    }

    private ByteSlice brotli() {
      ByteSlice form = brotli;
      if (form == null) {
        form = ByteSlice.of(Brotli.compress(text.toArray()));
        brotli = form;
      }
      return form;
    }

    /** The whole answer in one form, worded once for all who ask. */
    Reply reply(Coding coding, boolean blocking, Function<Coding, Reply> wording) {
      int index = 2 * coding.ordinal() + (blocking ? 1 : 0);
      Reply reply = replies.get(index);
      if (reply == null) {
        reply = wording.apply(coding);
        replies.set(index, reply);
      }
      return reply;
    }
  }

  /**
   * An init section, a segment or a part.
   *
   * @param chunks in order; written without being copied
   * @param contentType such as {@code video/mp4}
   * @param immutable whether this URL can never mean other bytes
   * @param gone what is answered when some of them have gone by the time that they are written: no
   *     other such resource
   */
  record Media(
      List<MediaBytes> chunks, String contentType, boolean immutable, Supplier<MediaAnswer> gone)
      implements MediaResource {
    public Media {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * A segment on disk, whose URL never means other bytes; read in pieces away from the event loops,
   * never as a whole.
   *
   * @param contentType such as {@code video/mp4}
   */
  record Stored(ByteSource bytes, String contentType) implements MediaResource {}
}
