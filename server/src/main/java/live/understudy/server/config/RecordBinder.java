package live.understudy.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a tree of records from defaults and the settings that replace some of them. */
final class RecordBinder {

  private final Map<String, Setting> settings;

  RecordBinder(Map<String, Setting> settings) {
    this.settings = settings;
  }

  /**
   * A record like {@code defaults} with every value that a setting replaces.
   *
   * @throws StartupException when a value has the wrong type or is out of range, or a record's
   *     constructor refuses the whole
   */
  <T extends Record> T bind(T defaults) throws StartupException {
    return bind("", defaults);
  }

  private <T extends Record> T bind(String prefix, T defaults) throws StartupException {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) defaults.getClass();
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = prefix + component.getName();
      Object fallback = read(component, defaults);
      Setting setting = settings.get(key);
      if (fallback instanceof Record section) {
        values[i] = bind(key + ".", section);
      } else if (setting != null) {
        values[i] = parse(component, setting);
      } else {
        values[i] = fallback;
      }
    }
    return construct(type, values);
  }

  private static @Nullable Object read(RecordComponent component, Record owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T extends Record> T construct(Class<T> type, @Nullable Object[] values)
      throws StartupException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new StartupException("configuration: " + refused.getMessage(), refused);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object parse(RecordComponent component, Setting setting) throws StartupException {
    String text = setting.value().strip();
    Class<?> type = component.getType();
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      return parseBoolean(component, setting, text);
    }
    if (type == Path.class) {
      return parsePath(component, setting, text);
    }
    if (type == int.class || type == Integer.class) {
      return Math.toIntExact(parseNumber(component, setting, text));
    }
    throw new IllegalStateException("no configuration value can be a " + type);
  }

  private static boolean parseBoolean(RecordComponent component, Setting setting, String text)
      throws StartupException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw problem(component, setting, "must be true or false");
    };
  }

  private static Path parsePath(RecordComponent component, Setting setting, String text)
      throws StartupException {
    if (text.isEmpty()) {
      throw problem(component, setting, "must be a path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw problem(component, setting, "must be a path");
    }
  }

  private static long parseNumber(RecordComponent component, Setting setting, String text)
      throws StartupException {
    Range range = component.getAnnotation(Range.class);
    long min = range == null ? Integer.MIN_VALUE : range.min();
    long max = range == null ? Integer.MAX_VALUE : range.max();
    String wanted = "must be a whole number from " + min + " to " + max;
    try {
      long number = Long.parseLong(text.replace("_", ""));
      if (number < min || number > max) {
        throw problem(component, setting, wanted);
      }
      return number;
    } catch (NumberFormatException e) {
      throw problem(component, setting, wanted);
    }
  }

  private static StartupException problem(
      RecordComponent component, Setting setting, String wanted) {
    String shown =
        component.isAnnotationPresent(Secret.class)
            ? ""
            : ", not `" + OneLine.of(setting.value()) + "`";
    return new StartupException(setting.source() + ": `" + setting.key() + "` " + wanted + shown);
  }
}
