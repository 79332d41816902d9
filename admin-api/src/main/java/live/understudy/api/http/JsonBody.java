package live.understudy.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's JSON object, read property by property; each mismatch is a 400 that names it. */
final class JsonBody {
  private final JsonNode node;
  private final String prefix;

  JsonBody(JsonNode node) {
    this(node, "");
  }

  /** An object inside a body; {@code prefix} goes before the names in errors. */
  private JsonBody(JsonNode node, String prefix) {
    this.node = node;
    this.prefix = prefix;
  }

  /** Refuses every property that is not among {@code names}. */
  JsonBody only(String... names) {
    Set<String> known = Set.of(names);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? " \"" + prefix + name + "\"" : "";
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
      throw invalid(name, "is missing");
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
      throw invalid(name, "must be a string");
    }
    return value.stringValue();
  }

  /** A list that must be there. */
  List<String> texts(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw invalid(name, "is missing");
    }
    if (!value.isArray()) {
      throw invalid(name, "must be a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value.values()) {
      if (!element.isString()) {
        throw invalid(name, "must be a list of strings");
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
      throw invalid(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /** A flag that must be there. */
  boolean requiredFlag(String name) {
    if (!node.has(name)) {
      throw invalid(name, "is missing");
    }
    return flag(name);
  }

  /** Refuses null as a value: here it would read as "take away" where absence says "leave". */
  JsonBody noNulls() {
    for (String name : node.propertyNames()) {
      JsonNode value = node.get(name);
      if (value != null && value.isNull()) {
        throw invalid(name, "must not be null");
      }
    }
    return this;
  }

  /** An object that may be absent or null. */
  @Nullable JsonBody optionalObject(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw invalid(name, "must be an object");
    }
    return new JsonBody(value, prefix + name + ".");
  }

  /** A whole number that may be absent or null. */
  @Nullable Integer optionalInteger(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw invalid(name, "must be a whole number");
    }
    return value.intValue();
  }

  /** One of the names of {@code type} that must be there. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    E value = optionalChoice(name, type);
    if (value == null) {
      throw invalid(name, "is missing");
    }
    return value;
  }

  /** One of the names of {@code type}; may be absent or null. */
  <E extends Enum<E>> @Nullable E optionalChoice(String name, Class<E> type) {
    String text = optionalText(name);
    if (text == null) {
      return null;
    }
    E[] all = Objects.requireNonNull(type.getEnumConstants());
    for (E value : all) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    String names = Stream.of(all).map(Enum::name).collect(Collectors.joining(", "));
    throw invalid(name, "must be one of " + names);
  }

  private Problem invalid(String name, String error) {
    return Problem.invalid(prefix + name, error);
  }
}
