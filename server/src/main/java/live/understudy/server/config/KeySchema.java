package live.understudy.server.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The known keys, in the order of the records that declare them.
 *
 * @param keys every leaf of the record tree
 */
record KeySchema(List<Key> keys) {

  /** The start of every environment variable that is a key. */
  static final String ENVIRONMENT_PREFIX = "UNDERSTUDY_";

  /**
   * One key.
   *
   * @param name dotted, such as {@code rtmps.primary.port}
   * @param type of the record component
   * @param secret whether the value must not be shown
   */
  record Key(String name, Class<?> type, @Nullable Range range, boolean secret) {

    /** The environment variable that sets it, such as {@code UNDERSTUDY_HTTP_TLS_PORT}. */
    String environmentName() {
      return ENVIRONMENT_PREFIX
          + name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }
  }

  /** Reads the keys from a tree of records. */
  static KeySchema of(Class<? extends Record> root) {
    List<Key> keys = new ArrayList<>();
    collect("", root, keys);
    return new KeySchema(List.copyOf(keys));
  }

  private static void collect(String prefix, Class<?> type, List<Key> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + component.getName();
      if (component.getType().isRecord()) {
        collect(name + ".", component.getType(), keys);
      } else {
        keys.add(
            new Key(
                name,
                component.getType(),
                component.getAnnotation(Range.class),
                component.isAnnotationPresent(Secret.class)));
      }
    }
  }

  Optional<Key> find(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  Optional<Key> findByEnvironmentName(String name) {
    return keys.stream().filter(key -> key.environmentName().equals(name)).findFirst();
  }

  /** Whether {@code name} is a section, such as {@code http}. */
  boolean isSection(String name) {
    return keys.stream().anyMatch(key -> key.name().startsWith(name + "."));
  }

  /**
   * The sentence that names the known key nearest to {@code name}, or nothing when none is near.
   */
  String suggestionFor(String name) {
    return NearestName.of(name, keys.stream().map(Key::name).toList())
        .map(nearest -> "; did you mean `" + nearest + "`?")
        .orElse("; `understudy.example.yaml` lists all keys");
  }

  String suggestionForEnvironment(String name) {
    return NearestName.of(name, keys.stream().map(Key::environmentName).toList())
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElse("; `understudy.example.yaml` lists all keys");
  }
}
