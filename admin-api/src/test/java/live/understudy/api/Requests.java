package live.understudy.api;

import java.util.Map;
import live.understudy.api.http.ApiRequest;

/** Requests for tests that ask more than one API. */
final class Requests {
  private Requests() {}

  static ApiRequest post(String path, String token) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
    return new ApiRequest("POST", path, Map.of(), headers::get, new byte[0], "192.0.2.9");
  }
}
