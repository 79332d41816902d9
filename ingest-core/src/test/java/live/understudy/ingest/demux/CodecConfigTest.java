package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecConfigTest {
  @ParameterizedTest
  @CsvSource({
    // AudioSpecificConfig, codec string, rate, channels, samples
    "1190, mp4a.40.2, 48000, 2, 1024",
    "1210, mp4a.40.2, 44100, 2, 1024",
    "1188, mp4a.40.2, 48000, 1, 1024",
    "119056E500, mp4a.40.2, 48000, 2, 1024",
    "139056E5A0, mp4a.40.5, 44100, 2, 2048",
    "2B920800, mp4a.40.5, 44100, 2, 2048",
    "EB8A0800, mp4a.40.29, 44100, 2, 2048",
    "1194, mp4a.40.2, 48000, 2, 960"
  })
  void aac_configs_parsed(String hex, String codec, int rate, int channels, int samples)
      throws BadInputException {
    AudioConfig config = AacConfig.parse(bytes(hex));
    assertEquals(codec, config.rfc6381());
    assertEquals(rate, config.sampleRate());
    assertEquals(channels, config.channels());
    assertEquals(samples, config.samplesPerFrame());
  }

  @ParameterizedTest
  @CsvSource({"11", "1180", "1780", "F8E0", "17F00000"})
  void aac_brokenConfigs_reason(String hex) {
    assertThrows(BadInputException.class, () -> AacConfig.parse(bytes(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    // SPS of x264: 1080p25 high with VUI; 320x180 (cropped); baseline 640x480 without VUI
    "6764002AACD9405005BB011000000300100000030320F1831960, 1280, 720",
    "67640028ACD940780227E5C044000003000400000300C83C60C658, 1920, 1080"
  })
  void sps_realOnes_size(String hex, int width, int height) throws BadInputException {
    PictureFormat sps = AvcSps.parse(bytes(hex));
    assertEquals(width, sps.width());
    assertEquals(height, sps.height());
    assertTrue(
        sps.vui().frameRate() == 25 || sps.vui().frameRate() == 50, "" + sps.vui().frameRate());
  }

  @Test
  void configs_randomBytes_valueOrReason() {
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      if (noise.length > 9) {
        noise[0] = 1;
        noise[6] = 0;
        noise[7] = (byte) (noise.length - 8);
        noise[8] = 0x67;
      }
      try {
        AvcConfig.parse(ByteSlice.of(noise));
      } catch (BadInputException e) {
        assertFalse(e.reason().isEmpty());
      }
      try {
        AacConfig.parse(ByteSlice.of(noise));
      } catch (BadInputException e) {
        assertFalse(e.reason().isEmpty());
      }
    }
  }

  @Test
  void frame_seiAndParameterSetsAround_sameHash() throws BadInputException {
    String slices = "00000004 65AABBCC 00000003 41DDEE";
    long plain = hash(slices);
    assertEquals(plain, hash("00000002 0910 00000003 060102 00000002 6764" + slices));
    assertEquals(plain, hash("00000004 65AABBCC 00000001 06 00000003 41DDEE 00000000"));
    assertNotEquals(plain, hash("00000004 65AABBCD 00000003 41DDEE"));
    assertNotEquals(plain, hash("00000003 65AABB 00000004 41CCDDEE"));
    assertEquals(plain, hashWithOffset(slices));
  }

  @ParameterizedTest
  @CsvSource({"00000005 65AA", "000000", "00000001 65 00", "FFFFFFFF 65"})
  void frame_lengthsThatDoNotAddUp_reason(String hex) {
    assertThrows(BadInputException.class, () -> new AvcScanner(4, null).scan(bytes(hex)));
  }

  @Test
  void frame_kinds_idrAndSlices() throws BadInputException {
    AvcScanner frame = new AvcScanner(2, null);
    frame.scan(bytes("0001 65 0001 41"));
    assertTrue(frame.keyframe() && frame.picture());
    frame.scan(bytes("0001 41"));
    assertTrue(!frame.keyframe() && frame.picture());
    frame.scan(bytes("0001 06"));
    assertTrue(!frame.keyframe() && !frame.picture());
  }

  @Test
  void hash_everyByteAndLength_matters() {
    byte[] bytes = new byte[40];
    new Random(1).nextBytes(bytes);
    java.util.Set<Long> hashes = new java.util.HashSet<>();
    for (int length = 0; length <= 40; length++) {
      hashes.add(ContentHash.finish(ContentHash.update(ContentHash.SEED, bytes, 0, length)));
    }
    for (int i = 0; i < 40 * 8; i++) {
      byte[] flipped = bytes.clone();
      flipped[i / 8] ^= (byte) (1 << i % 8);
      hashes.add(ContentHash.finish(ContentHash.update(ContentHash.SEED, flipped, 0, 40)));
    }
    assertEquals(41 + 320, hashes.size());
  }

  private static long hash(String hex) throws BadInputException {
    AvcScanner frame = new AvcScanner(4, null);
    frame.scan(bytes(hex));
    return frame.hash();
  }

  private static long hashWithOffset(String hex) throws BadInputException {
    ByteSlice shifted = bytes("FFFFFF" + hex + "FF");
    AvcScanner frame = new AvcScanner(4, null);
    frame.scan(shifted.slice(3, shifted.length() - 4));
    return frame.hash();
  }

  private static ByteSlice bytes(String hex) {
    return ByteSlice.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
