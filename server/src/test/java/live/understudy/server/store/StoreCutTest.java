package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import live.understudy.hls.MediaName;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.store.IndexHeader;
import live.understudy.hls.store.Recovered;
import live.understudy.server.http.ByteSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were cut or changed anywhere: never an exception, a wrong byte or a used number. */
class StoreCutTest {

  private static final int SEGMENTS = 2;
  private static final TestMedia MEDIA = new TestMedia(5, 3, 40);

  @TempDir Path data;
  private Path written;
  private Path folder;

  /** Two segments by their parts, and two parts of a third. */
  @BeforeEach
  void record() throws Exception {
    written = data.resolve("written");
    try (StoreBench bench = new StoreBench(written, MEDIA, StoreBench.SMALL)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, TestMedia.ZERO_WALL_MS);
      for (long msn = 0; msn < SEGMENTS; msn++) {
        for (int parts = 1; parts <= 3; parts++) {
          assertTrue(bench.giveParts(recording, msn, parts));
        }
        assertTrue(bench.give(recording, msn));
      }
      assertTrue(bench.giveParts(recording, SEGMENTS, 1));
      assertTrue(bench.giveParts(recording, SEGMENTS, 2));
    }
    folder = Path.of("recordings", "launch", "en");
  }

  private interface Check {
    void on(Recording recording) throws Exception;
  }

  /** Opens a copy in which one file has other bytes, records on, and opens it once more. */
  private void with(String name, String file, byte[] bytes, Check check) throws Exception {
    Path copy = data.resolve(name);
    Trees.copy(written, copy);
    Files.write(copy.resolve(folder).resolve(file), bytes);
    long next;
    try (StoreBench bench = new StoreBench(copy, MEDIA, StoreBench.SMALL)) {
      Recording recording = bench.recording();
      assertBytesAreRight(recording);
      check.on(recording);
      Recovered recovered = recording.recovered();
      next = recovered == null ? 0 : recovered.nextMsn();
      if (recovered == null) {
        recording.begin(TestMedia.SHAPE, TestMedia.ZERO_WALL_MS);
      }
      assertTrue(bench.give(recording, next));
      assertTrue(bench.give(recording, next + 1));
    }
    try (StoreBench bench = new StoreBench(copy, MEDIA, StoreBench.SMALL)) {
      Recording again = bench.recording();
      assertBytesAreRight(again);
      Recovered recovered = again.recovered();
      assertNotNull(recovered);
      assertEquals(next + 2, recovered.nextMsn());
      assertEquals(next + 1, recovered.segments().getLast().msn());
      assertTrue(recovered.segments().size() >= 2);
      assertTrue(recovered.certain());
    }
  }

  private static void assertBytesAreRight(Recording recording) throws IOException {
    Recovered recovered = recording.recovered();
    if (recovered != null) {
      long msn = recovered.nextMsn() - recovered.segments().size();
      for (SegmentInfo segment : recovered.segments()) {
        assertEquals(msn++, segment.msn());
        assertNotNull(recording.find(new MediaName.OfSegment(segment.msn())));
      }
    }
    for (long msn = 0; msn <= SEGMENTS + 2; msn++) {
      ByteSource found = recording.find(new MediaName.OfSegment(msn));
      if (found != null) {
        byte[] read = TestMedia.read(found);
        assertArrayEquals(Arrays.copyOf(MEDIA.bytes(msn, 3), read.length), read, "MSN " + msn);
      }
    }
  }

  private static int listed(@Nullable Recovered recovered) {
    return recovered == null ? 0 : recovered.segments().size();
  }

  @Test
  void open_indexCutAtEveryByte_listsEverLongerPrefixes() throws Exception {
    byte[] index = Files.readAllBytes(written.resolve(folder).resolve("index"));
    int[] most = {0};
    for (int cut = 0; cut <= index.length; cut += cut < IndexHeader.BYTES - 20 ? 511 : 1) {
      int at = cut;
      with(
          "cut" + cut,
          "index",
          Arrays.copyOf(index, cut),
          recording -> {
            Recovered recovered = recording.recovered();
            int listed = listed(recovered);
            assertTrue(listed >= most[0], "cut at " + at + " lists fewer than before");
            most[0] = listed;
            if (recovered != null) {
              assertEquals(listed, recovered.nextMsn());
              // A cut is what a killed writer leaves: it had told nobody of what is missing.
              assertTrue(recovered.certain());
            }
          });
    }
    assertEquals(SEGMENTS + 1, most[0]);
  }

  @Test
  void open_volumeCutAtEveryByte_servesWholeSegmentsAndUsesNoNumberAgain() throws Exception {
    byte[] volume = Files.readAllBytes(written.resolve(folder).resolve("0.mp4"));
    for (int cut = 0; cut <= volume.length; cut++) {
      boolean whole = cut == volume.length;
      int at = cut;
      with(
          "cut" + cut,
          "0.mp4",
          Arrays.copyOf(volume, cut),
          recording -> {
            Recovered recovered = recording.recovered();
            assertNotNull(recovered);
            assertEquals(whole ? SEGMENTS + 1 : 0, listed(recovered), "cut at " + at);
            assertEquals(SEGMENTS + 1, recovered.nextMsn());
          });
    }
  }

  @Test
  void open_oneByteOfTheIndexChanged_listsNothingThatIsWrong() throws Exception {
    byte[] index = Files.readAllBytes(written.resolve(folder).resolve("index"));
    Random random = new Random(7);
    for (int i = 0; i < 250; i++) {
      byte[] changed = index.clone();
      int at = IndexHeader.BYTES + random.nextInt(index.length - IndexHeader.BYTES);
      changed[at] ^= (byte) (1 + random.nextInt(255));
      with(
          "flip" + i,
          "index",
          changed,
          recording -> {
            Recovered recovered = recording.recovered();
            boolean all = recovered != null && recovered.nextMsn() == SEGMENTS + 1;
            assertTrue(recovered == null || all || !recovered.certain(), "byte " + at);
          });
    }
  }

  @Test
  void open_oneByteOfTheVolumeChanged_servesNoSegmentWithIt() throws Exception {
    byte[] volume = Files.readAllBytes(written.resolve(folder).resolve("0.mp4"));
    for (int at = MEDIA.init(0).bytes().length; at < volume.length; at += 3) {
      byte[] changed = volume.clone();
      changed[at] ^= 0x10;
      with(
          "flip" + at,
          "0.mp4",
          changed,
          recording -> {
            assertEquals(0, listed(recording.recovered()));
            assertNull(recording.find(new MediaName.OfSegment(SEGMENTS)));
          });
    }
  }

  @Test
  void open_bytesBehindTheLastKnownOne_areCutOff() throws Exception {
    byte[] volume = Files.readAllBytes(written.resolve(folder).resolve("0.mp4"));
    with(
        "longer",
        "0.mp4",
        Arrays.copyOf(volume, volume.length + 500),
        recording -> assertEquals(SEGMENTS + 1, listed(recording.recovered())));
    assertEquals(
        volume.length, Files.size(data.resolve("longer").resolve(folder).resolve("0.mp4")));
  }

  @Test
  void open_volumeThatNoRecordNames_isDeleted() throws Exception {
    with("orphan", "77.mp4", new byte[99], recording -> assertNotNull(recording.recovered()));
    assertTrue(Files.notExists(data.resolve("orphan").resolve(folder).resolve("77.mp4")));
  }
}
