package live.understudy.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Flattens a YAML file to dotted keys, each with the line that it stands on. */
final class YamlSettings {

  private static final int MAX_DEPTH = 8;

  private final String fileName;
  private final JsonParser parser;
  private final List<Setting> settings = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlSettings(String fileName, JsonParser parser) {
    this.fileName = fileName;
    this.parser = parser;
  }

  /**
   * The settings of one file; a key without a value is left out, so that the default stands.
   *
   * @throws StartupException when the text is not YAML, not a mapping, or names a key twice
   */
  static List<Setting> parse(String fileName, String text) throws StartupException {
    try (JsonParser parser = new YAMLMapper().createParser(text)) {
      YamlSettings reader = new YamlSettings(fileName, parser);
      reader.document();
      return reader.settings;
    } catch (JacksonException e) {
      var location = e.getLocation();
      String line = location == null ? "" : ":" + location.getLineNr();
      throw new StartupException(
          fileName + line + ": not valid YAML: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private void document() throws StartupException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      // A file of comments alone reads as one empty scalar.
      if (first == JsonToken.VALUE_STRING && parser.getString().isEmpty()) {
        return;
      }
      throw problem("expected `key: value` lines");
    }
    mapping("", 0);
    if (parser.nextToken() != null) {
      throw problem("more than one YAML document; keep one");
    }
  }

  private void mapping(String prefix, int depth) throws StartupException {
    if (depth > MAX_DEPTH) {
      throw problem("sections are nested too deeply");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = prefix + parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      Integer before = lines.putIfAbsent(key, line);
      if (before != null) {
        throw problem("`" + key + "` is also set on line " + before + "; keep one");
      }
      JsonToken value = parser.nextToken();
      switch (value) {
        case START_OBJECT -> mapping(key + ".", depth + 1);
        case START_ARRAY -> throw problem("`" + key + "` takes one value, not a list");
        case VALUE_NULL -> {}
        default -> settings.add(new Setting(key, parser.getString(), fileName + ":" + line));
      }
    }
  }

  private StartupException problem(String text) {
    return new StartupException(
        fileName + ":" + parser.currentTokenLocation().getLineNr() + ": " + text);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unreadable");
  }
}
