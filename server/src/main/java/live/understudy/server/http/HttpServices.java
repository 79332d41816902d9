package live.understudy.server.http;

/**
 * What stands behind the routes.
 *
 * @param maxApiCalls how many calls of {@code api} and {@code tokens} run at once
 * @param allowPlainApi take passwords and tokens over plain HTTP from other machines
 * @param tlsPort named to whoever tries that while it is not allowed
 */
public record HttpServices(
    ApiHandler api,
    int maxApiCalls,
    MediaSource media,
    TokenCheck tokens,
    WebResources pages,
    boolean allowPlainApi,
    int tlsPort,
    MetricsPage metrics,
    AuthorityPage authority) {

  /** Without metrics and without an authority. */
  public HttpServices(
      ApiHandler api,
      int maxApiCalls,
      MediaSource media,
      TokenCheck tokens,
      WebResources pages,
      boolean allowPlainApi,
      int tlsPort) {
    this(
        api,
        maxApiCalls,
        media,
        tokens,
        pages,
        allowPlainApi,
        tlsPort,
        MetricsPage.NONE,
        AuthorityPage.NONE);
  }
}
