package live.understudy.ingest.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each target's inputs, what fuzzing found among them, as they are and changed at random. The same
 * changes every time; {@code bin/fuzz} looks for new ones with coverage.
 */
@Timeout(120)
class FuzzRegressionTest {
  private static final Path FOLDER = Path.of("src/test/resources/fuzz");
  private static final int CHANGED_INPUTS = 1_500;
  private static final int MOST_CHANGES = 12;
  private static final int MOST_BYTES = 16_384;

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void target_itsInputs_endWithAResultOrAReason(FuzzTarget target) throws IOException {
    List<byte[]> inputs = inputs(target);
    assertTrue(!inputs.isEmpty(), "no inputs");
    boolean anyGood = false;
    for (byte[] input : inputs) {
      anyGood |= run(target, input);
    }
    assertTrue(anyGood, "no input is a good one");
    run(target, new byte[0]);
    for (int seed = 0; seed < CHANGED_INPUTS; seed++) {
      Random random = new Random(seed);
      run(target, changed(inputs, random));
    }
  }

  private static boolean run(FuzzTarget target, byte[] input) {
    try {
      return target.accepts(input);
    } catch (RuntimeException | Error e) {
      return fail(target + " fails with " + HexFormat.of().formatHex(input), e);
    }
  }

  private static List<byte[]> inputs(FuzzTarget target) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve(target.folder()))) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  private static byte[] changed(List<byte[]> inputs, Random random) {
    byte[] input = inputs.get(random.nextInt(inputs.size())).clone();
    for (int i = random.nextInt(1, MOST_CHANGES); i > 0 && input.length > 0; i--) {
      int at = random.nextInt(input.length);
      switch (random.nextInt(5)) {
        case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> input[at] = (byte) random.nextInt(256);
        case 2 -> input[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
        case 3 -> input = java.util.Arrays.copyOf(input, at);
        default -> input = spliced(input, at, inputs.get(random.nextInt(inputs.size())), random);
      }
    }
    return input;
  }

  private static byte[] spliced(byte[] input, int at, byte[] other, Random random) {
    if (other.length == 0) {
      return input;
    }
    int from = random.nextInt(other.length);
    int length = Math.min(random.nextInt(1, 64), other.length - from);
    byte[] result = new byte[Math.min(MOST_BYTES, input.length + length)];
    System.arraycopy(input, 0, result, 0, Math.min(at, result.length));
    int room = Math.min(length, result.length - at);
    System.arraycopy(other, from, result, at, room);
    int rest = Math.min(input.length - at, result.length - at - room);
    System.arraycopy(input, at, result, at + room, rest);
    return result;
  }
}
