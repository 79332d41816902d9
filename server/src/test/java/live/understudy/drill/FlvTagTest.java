package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlvTagTest {
  /** Type, length, timestamp with its extension, stream, body, size of what came before. */
  private static final String KEYFRAME = "09000007 00002801 000000 17010000000099 00000012";

  private static final String DELTA = "09000006 00004900 000000 270100000000 00000011";
  private static final String AVC_HEADER = "09000006 00000000 000000 170000000001 00000011";
  private static final String AAC_HEADER = "08000004 00000000 000000 af001190 0000000f";
  private static final String SOUND = "08000003 00000a00 000000 af0121 0000000e";
  private static final String METADATA = "12000003 00000000 000000 020000 0000000e";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static FlvTag tag(String hex) throws IOException {
    FlvTag tag = FlvTag.read(new DataInputStream(new ByteArrayInputStream(bytes(hex))));
    assertNotNull(tag);
    return tag;
  }

  @Test
  void read_keyframe_isOneWithItsTime() throws IOException {
    FlvTag tag = tag(KEYFRAME);
    assertTrue(tag.isVideo());
    assertTrue(tag.isKeyframe());
    assertFalse(tag.isConfiguration());
    assertEquals(0x01000028, tag.timestampMs());
    assertArrayEquals(bytes(KEYFRAME), tag.bytes());
  }

  @Test
  void read_otherTags_areWhatTheyAre() throws IOException {
    assertFalse(tag(DELTA).isKeyframe());
    assertTrue(tag(AVC_HEADER).isConfiguration());
    assertFalse(tag(AVC_HEADER).isKeyframe());
    assertTrue(tag(AAC_HEADER).isConfiguration());
    assertTrue(tag(SOUND).isAudio());
    assertFalse(tag(SOUND).isConfiguration());
    assertTrue(tag(METADATA).isMetadata());
    assertFalse(tag(METADATA).isConfiguration());
  }

  @Test
  void read_endOfStream_isNullBetweenTagsAndAnErrorWithin() throws IOException {
    assertNull(FlvTag.read(new DataInputStream(new ByteArrayInputStream(new byte[0]))));
    byte[] whole = bytes(KEYFRAME);
    for (int length = 12; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          EOFException.class,
          () -> FlvTag.read(new DataInputStream(new ByteArrayInputStream(cut))));
    }
  }

  @Test
  void readFileHeader_otherFormat_isRefused() {
    byte[] other = "RIFF is no such file".getBytes(StandardCharsets.US_ASCII);
    assertThrows(
        IOException.class,
        () -> FlvTag.readFileHeader(new DataInputStream(new ByteArrayInputStream(other))));
  }
}
