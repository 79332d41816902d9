package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  @TempDir private Path folder = Path.of("");

  /** Long before the time that a start may take. */
  @Test
  void start_serverThatEndsAtOnce_failsWithItsLastWords() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    AssertionError e =
        assertTimeout(
            Duration.ofSeconds(120),
            () -> assertThrows(AssertionError.class, () -> ServerProcess.start(noFolder)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("the server ended at its start: "), message);
    assertTrue(message.contains("storage.dataFolder"), message);
  }
}
