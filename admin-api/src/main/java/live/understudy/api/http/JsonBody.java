package live.understudy.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's JSON object, read property by property; each mismatch is a 400 that names it. */
final class JsonBody {
  private final JsonNode node;

  JsonBody(JsonNode node) {
    this.node = node;
  }

  /** Refuses every property that is not among {@code names}. */
  JsonBody only(String... names) {
    Set<String> known = Set.of(names);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? " \"" + name + "\"" : "";
        String allowed = names.length == 0 ? "none" : String.join(", ", names);
        throw new Problem(
            400, "unknown-property", "Unknown property" + shown + "; allowed: " + allowed + ".");
      }
    }
    return this;
  }

  /** A property that must be there. */
  String text(String name) {
    String value = optionalText(name);
    if (value == null) {
      throw Problem.invalid(name, "is missing");
    }
    return value;
  }

  /** A property that may be absent or null. */
  @Nullable String optionalText(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Problem.invalid(name, "must be a string");
    }
    return value.stringValue();
  }

  /** A list that must be there. */
  List<String> texts(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw Problem.invalid(name, "is missing");
    }
    if (!value.isArray()) {
      throw Problem.invalid(name, "must be a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value.values()) {
      if (!element.isString()) {
        throw Problem.invalid(name, "must be a list of strings");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** A flag that is false when absent. */
  boolean flag(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw Problem.invalid(name, "must be true or false");
    }
    return value.booleanValue();
  }
}
