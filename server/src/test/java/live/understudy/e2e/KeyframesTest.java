package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyframesTest {

  private static byte[] segment(int present, int firstFlags) {
    ByteBuffer bytes = ByteBuffer.allocate(80);
    bytes.position(40);
    bytes.put("trun".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(0x01000000 | present).putInt(1).putInt(100);
    bytes.putInt(3000).putInt(9000).putInt(firstFlags);
    return bytes.array();
  }

  @ParameterizedTest
  @CsvSource({"0x02000000, true", "0x01010000, false", "0x00010000, false", "0, true"})
  void begin_pictures_asTheFirstOnesFlagsSay(String flags, boolean begins) {
    assertEquals(begins, Keyframes.begin(segment(0xF01, Integer.decode(flags))));
  }

  @Test
  void begin_soundAloneOrNothing_canBeBegunWith() {
    assertTrue(Keyframes.begin(segment(0x301, 0x01010000)));
    assertTrue(Keyframes.begin(new byte[0]));
    assertTrue(
        Keyframes.begin(
            "no box at all, but long enough to look".getBytes(StandardCharsets.US_ASCII)));
  }
}
