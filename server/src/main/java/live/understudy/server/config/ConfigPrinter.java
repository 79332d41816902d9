package live.understudy.server.config;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as YAML that can be read back, each changed value with its source. */
final class ConfigPrinter {

  private ConfigPrinter() {}

  /**
   * The YAML text, ending in a newline; a secret that is set shows as {@code "(set, not shown)"}.
   *
   * @param settings what replaced a default, by dotted key
   */
  static String print(Record config, Map<String, Setting> settings) {
    StringBuilder out = new StringBuilder();
    section("", "", config, settings, out);
    return out.toString();
  }

  private static void section(
      String prefix,
      String indent,
      Record section,
      Map<String, Setting> settings,
      StringBuilder out) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = prefix + component.getName();
      Object value = read(component, section);
      out.append(indent).append(component.getName()).append(':');
      if (value instanceof Record nested) {
        out.append('\n');
        section(key + ".", indent + "  ", nested, settings, out);
        continue;
      }
      out.append(scalar(value, component.isAnnotationPresent(Secret.class)));
      Setting setting = settings.get(key);
      if (setting != null) {
        out.append("  # from ").append(OneLine.of(setting.source()));
      }
      out.append('\n');
    }
  }

  private static @Nullable Object read(RecordComponent component, Record owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String scalar(@Nullable Object value, boolean secret) {
    if (value == null) {
      return "";
    }
    if (secret && !value.toString().isEmpty()) {
      return " \"(set, not shown)\"";
    }
    if (value instanceof Number || value instanceof Boolean) {
      return " " + value;
    }
    String text = value.toString();
    return " \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
