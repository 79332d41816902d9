package live.understudy.tidy.planted.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import live.understudy.tidy.planted.other.Neighbour;

/** Does everything that a core must not; the architecture's rules are tested on it. */
final class Culprit {
  private Culprit() {}

  static byte[] readsFile() throws IOException {
    return Files.readAllBytes(Path.of("x"));
  }

  static void startsThread() {
    Thread.ofVirtual().start(() -> {});
  }

  static int throwsDice() {
    return new Random(1).nextInt();
  }

  static long asksSystem() {
    return System.currentTimeMillis();
  }

  static Instant asksInstant() {
    return Instant.now();
  }

  static long asksMonotonic() {
    return System.nanoTime();
  }

  static int knowsOther() {
    return Neighbour.VALUE.length();
  }

  static long innocent(long nowNs) {
    return Math.max(0, nowNs);
  }
}
