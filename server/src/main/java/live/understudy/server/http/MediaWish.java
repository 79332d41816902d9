package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides how its answer is worded. It is all that is kept while the request is
 * parked.
 *
 * @param head whether only the headers are wanted
 * @param gzip whether {@code accept-encoding} admits gzip
 * @param blocking whether the URL names a playlist that may not exist yet ({@code _HLS_msn}), so
 *     that it will never name another one
 * @param preview whether the answer is for one person only
 * @param ifNoneMatch null when absent, or too long to be one of ours
 * @param range as {@code ifNoneMatch}
 * @param ifRange as {@code ifNoneMatch}
 */
record MediaWish(
    boolean head,
    boolean gzip,
    boolean blocking,
    boolean preview,
    @Nullable String ifNoneMatch,
    @Nullable String range,
    @Nullable String ifRange) {

  private static final int MAX_LENGTH = 128;

  static MediaWish of(WebRequest request, boolean preview) {
    return new MediaWish(
        request.isHead(),
        request.acceptsGzip(),
        request.target().query().contains("_HLS_msn="),
        preview,
        shortHeader(request, HttpHeaderNames.IF_NONE_MATCH),
        shortHeader(request, HttpHeaderNames.RANGE),
        shortHeader(request, HttpHeaderNames.IF_RANGE));
  }

  /** Without such a header more is sent than was needed, which is never wrong. */
  private static @Nullable String shortHeader(WebRequest request, CharSequence name) {
    String value = request.header(name);
    return value == null || value.length() > MAX_LENGTH ? null : value;
  }
}
