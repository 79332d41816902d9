package live.understudy.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real encoders sent, byte for byte: dumped and compared with a golden text, and broken in
 * every way. Goldens are written anew with {@code -Dupdate.goldens=true}.
 */
class CorpusTest {
  private static final Path RESOURCES = Path.of("src/test/resources/corpus");
  private static final int MUTATIONS = 400;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffmpeg-8",
        "ffmpeg-8-vp9",
        "ffmpeg-5",
        "ffmpeg-5-extended-timestamp",
        "gstreamer-1.22",
        "obs-29"
      })
  void replay_wholeAndInPieces_goldenDump(String name) throws IOException {
    byte[] bytes = load(name + ".rtmp");
    String dump = replay(bytes, bytes.length, 1);
    if (Boolean.getBoolean("update.goldens")) {
      Files.writeString(RESOURCES.resolve(name + ".dump"), dump);
    }
    assertEquals(new String(load(name + ".dump"), UTF_8), dump);
    assertEquals(dump, replay(bytes, 1, 1), "in pieces of one byte");
    for (int seed = 1; seed <= 20; seed++) {
      assertEquals(dump, replay(bytes, 1_500, seed), "in random pieces of seed " + seed);
    }
    assertFalse(dump.contains("0123456789abcdef"), "the key is in the dump");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ffmpeg-8", "ffmpeg-8-vp9", "ffmpeg-5-extended-timestamp", "gstreamer-1.22"})
  void replay_truncated_endsWithAReason(String name) {
    byte[] bytes = load(name + ".rtmp");
    for (int length = 0; length < bytes.length; length += length < 3_500 ? 211 : 97) {
      String dump = replay(Arrays.copyOf(bytes, length), length + 1, 1);
      assertTrue(dump.contains("close: the encoder "), "cut at " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffmpeg-8",
        "ffmpeg-8-vp9",
        "ffmpeg-5",
        "ffmpeg-5-extended-timestamp",
        "gstreamer-1.22",
        "obs-29"
      })
  void replay_mutated_eventsOrAReasonAndNothingElse(String name) {
    byte[] bytes = load(name + ".rtmp");
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Random random = new Random(seed);
      byte[] mutated = bytes.clone();
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        // Behind the handshake, most often in the commands.
        int at = 3_073 + random.nextInt(random.nextBoolean() ? 800 : bytes.length - 3_073);
        mutated[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : mutated[at] ^ 1);
      }
      String dump = replay(mutated, 4_096, seed);
      assertTrue(dump.contains("close: "), "seed " + seed);
    }
  }

  /** The dump of a session that is fed these bytes and admits everybody. */
  private static String replay(byte[] bytes, int maxPiece, long seed) {
    Random random = new Random(seed);
    Replay replay = new Replay();
    for (int at = 0; at < bytes.length; ) {
      int piece = Math.min(bytes.length - at, maxPiece == 1 ? 1 : random.nextInt(maxPiece) + 1);
      if (maxPiece >= bytes.length) {
        piece = bytes.length - at;
      }
      replay.feed(ByteBuffer.wrap(bytes, at, piece));
      at += piece;
    }
    return replay.end();
  }

  private static byte[] load(String name) {
    try {
      return Files.readAllBytes(RESOURCES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
