package live.understudy.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides how its answer is worded. It is all that is kept while the request is
 * parked.
 *
 * @param name the last part of the path
 * @param head whether only the headers are wanted
 * @param coding the form that the client likes best
 * @param blocking whether the URL names a playlist that may not exist yet ({@code _HLS_msn}), so
 *     that it will never name another one
 * @param preview whether the answer is for one person only
 * @param ifNoneMatch null when absent, or too long to be one of ours
 * @param range as {@code ifNoneMatch}
 * @param ifRange as {@code ifNoneMatch}, except that one too long becomes one that never matches
 */
record MediaWish(
    String name,
    boolean head,
    Coding coding,
    boolean blocking,
    boolean preview,
    @Nullable String ifNoneMatch,
    @Nullable String range,
    @Nullable String ifRange) {

  private static final int MAX_LENGTH = 128;

  static MediaWish of(WebRequest request, String name, boolean preview) {
    String ifRange = request.header(HttpHeaderNames.IF_RANGE);
    return new MediaWish(
        name,
        request.isHead(),
        request.coding(Brotli.isAvailable()),
        request.target().query().contains("_HLS_msn="),
        preview,
        shortHeader(request, HttpHeaderNames.IF_NONE_MATCH),
        shortHeader(request, HttpHeaderNames.RANGE),
        ifRange == null || ifRange.length() <= MAX_LENGTH ? ifRange : "");
  }

  /** Without such a header more is sent than was needed, which is never wrong. */
  private static @Nullable String shortHeader(WebRequest request, CharSequence name) {
    String value = request.header(name);
    return value == null || value.length() > MAX_LENGTH ? null : value;
  }
}
