package live.understudy.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.api.AdminApi;
import live.understudy.api.http.ApiRequest;
import live.understudy.api.http.ApiResponse;
import live.understudy.server.http.ApiHandler;
import live.understudy.server.http.HttpApiRequest;
import live.understudy.server.http.HttpApiResponse;

/** Gives the listener's requests to the admin API. */
final class ApiAdapter implements ApiHandler {

  private final AdminApi api;

  ApiAdapter(AdminApi api) {
    this.api = api;
  }

  @Override
  public HttpApiResponse handle(HttpApiRequest request) {
    ApiResponse response =
        api.handle(
            new ApiRequest(
                request.method(),
                request.path(),
                parameters(request.query()),
                request::header,
                request.body(),
                request.remoteAddress()));
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    String contentType = response.contentType();
    if (contentType != null) {
      headers.put("content-type", contentType);
    }
    headers.putIfAbsent("cache-control", "no-store");
    return new HttpApiResponse(response.status(), headers, response.body());
  }

  /** The first of each parameter; one that is not valid percent-encoding is left out. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        continue;
      }
      try {
        parameters.putIfAbsent(
            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
