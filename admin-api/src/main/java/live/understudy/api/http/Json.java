package live.understudy.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.Map;
import live.understudy.api.event.ApiLimits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON, strictly and within limits; thread-safe. */
final class Json {
  private static final int MAX_NUMBER_CHARS = 32;
  private static final int MAX_NAME_CHARS = 64;

  private final JsonMapper mapper;

  Json(ApiLimits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxNesting())
            .maxNumberLength(MAX_NUMBER_CHARS)
            .maxNameLength(MAX_NAME_CHARS)
            .maxStringLength(limits.maxBodyBytes())
            .maxDocumentLength(limits.maxBodyBytes())
            .build();
    mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(
                old -> old.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
  }

  /** The body as an object; no body is an empty object. Throws a 400 that quotes nothing of it. */
  JsonBody read(byte[] body) {
    if (body.length == 0) {
      return new JsonBody(mapper.createObjectNode());
    }
    JsonNode node;
    try {
      node = mapper.readTree(body);
    } catch (JacksonException e) {
      // Jackson's message quotes the input, which may hold a password.
      var at = e.getLocation();
      String where =
          at == null ? "" : " near line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new Problem(400, "invalid-json", "The body is not valid JSON" + where + ".");
    }
    if (!node.isObject()) {
      throw new Problem(400, "invalid-json", "The body must be a JSON object.");
    }
    return new JsonBody(node);
  }

  /** An answer with {@code value} as its body, which nobody may store. */
  ApiResponse response(int status, String contentType, Map<String, String> headers, Object value) {
    return new ApiResponse(
        status, contentType, withStandard(headers), mapper.writeValueAsBytes(value));
  }

  /** 200 with a body. */
  ApiResponse ok(Object value) {
    return response(200, "application/json", Map.of(), value);
  }

  /** 204. */
  static ApiResponse noContent() {
    return new ApiResponse(204, null, withStandard(Map.of()), new byte[0]);
  }

  /** {@code headers}, and those that every answer has. */
  static Map<String, String> withStandard(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("Cache-Control", "no-store");
    all.put("X-Content-Type-Options", "nosniff");
    return Map.copyOf(all);
  }
}
