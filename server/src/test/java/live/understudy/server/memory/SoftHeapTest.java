package live.understudy.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftHeapTest {

  private static final long MB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"0,128", "100,278", "400,728", "3000,4096", "9000,4096"})
  void softBytes_ofWhatLives_leavesRoomButNotMoreThanThereIs(long aliveMb, long expectedMb) {
    assertEquals(expectedMb * MB, SoftHeap.softBytes(aliveMb * MB, 4096 * MB));
  }

  /** In a JVM of its own: what it says last is its soft limit, in MB, while 200 MB live. */
  private static long softMb(String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(List.of(options));
    builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    builder.command().add(HeapWithMuchInIt.class.getName());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
      return Long.parseLong(said.substring(said.lastIndexOf('\n') + 1)) / MB;
    } catch (NumberFormatException e) {
      throw new IOException("it said nothing", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void start_withZgc_followsWhatLives() throws Exception {
    long soft = softMb("-XX:+UseZGC", "-Xmx2g");
    assertTrue(soft >= 428 && soft < 1000, soft + " MB");
  }

  @Test
  void start_whereTheOptionIsGiven_leavesIt() throws Exception {
    assertEquals(777, softMb("-XX:+UseZGC", "-Xmx2g", "-XX:SoftMaxHeapSize=777m"));
  }
}
