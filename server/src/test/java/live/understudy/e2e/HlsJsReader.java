package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.e2e.PlaylistText.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What hls.js's own parser makes of playlists; it runs in Node.js, once for all of them. */
final class HlsJsReader {
  private static final Path TOOL = Path.of("..", "web", "tools", "read-playlist.mjs");
  private static final long TIMEOUT_S = 30;

  private HlsJsReader() {}

  /** What hls.js understood of each playlist, in their order. */
  static List<JsonNode> read(List<String> texts) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("understudy-playlists");
    Path said = folder.resolve("said");
    try {
      List<String> command = new ArrayList<>(List.of("node", TOOL.toString()));
      for (String text : texts) {
        Path file = folder.resolve(command.size() + ".m3u8");
        Files.writeString(file, text);
        command.add(file.toString());
      }
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(said.toFile())
              .redirectError(folder.resolve("noise").toFile())
              .start();
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      List<JsonNode> answers =
          Files.readAllLines(said).stream().map(JsonMapper.shared()::readTree).toList();
      assertEquals(texts.size(), answers.size(), Files.readString(folder.resolve("noise")));
      return answers;
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Fails when hls.js finds an error in a media playlist or reads it as we do not. */
  static void check(List<String> texts) throws IOException, InterruptedException {
    List<JsonNode> answers = read(texts);
    for (int i = 0; i < texts.size(); i++) {
      check(texts.get(i), answers.get(i));
    }
  }

  private static void check(String text, JsonNode seen) {
    PlaylistText playlist = PlaylistText.read(text);
    List<Entry> complete = playlist.complete();
    assertTrue(seen.path("error").isNull(), () -> seen + "\n" + text);
    assertEquals(playlist.number("EXT-X-MEDIA-SEQUENCE", 0), seen.path("startMsn").asLong(), text);
    assertEquals(complete.size(), seen.path("segments").size(), () -> seen + "\n" + text);
    assertEquals(
        playlist.number("EXT-X-TARGETDURATION", 0), seen.path("targetDuration").asLong(), text);
    assertEquals(playlist.has("EXT-X-ENDLIST"), seen.path("endList").asBoolean(), text);
    assertEquals(
        playlist.seconds("EXT-X-PART-INF", "PART-TARGET"),
        seen.path("partTarget").asDouble(0),
        text);
    for (int i = 0; i < complete.size(); i++) {
      JsonNode segment = seen.path("segments").path(i);
      assertEquals(complete.get(i).uri(), segment.path("uri").asString(), text);
      assertTrue(segment.path("init").isString(), () -> segment + "\n" + text);
    }
    List<String> parts =
        playlist.entries().stream()
            .flatMap(each -> each.parts().stream())
            .map(PlaylistText.PartTag::uri)
            .toList();
    List<String> read =
        seen.path("parts").valueStream().map(part -> part.path("uri").asString()).toList();
    assertEquals(parts, read, text);
  }
}
