package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import live.understudy.api.event.RecordingStatus.State;
import live.understudy.hls.MediaName;
import live.understudy.hls.Segment;
import live.understudy.hls.store.Recovered;
import live.understudy.media.ProgramId;
import live.understudy.server.http.ByteSource;
import live.understudy.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording, finding and recovering on a disk that does what it is told. */
class SegmentStoreTest {

  @TempDir Path data;

  @Test
  void segment_stored_isFoundAndRecovered() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      assertNull(recording.recovered());
      recording.begin(TestMedia.SHAPE, TestMedia.ZERO_WALL_MS);
      for (long msn = 0; msn < 20; msn++) {
        assertTrue(bench.give(recording, msn));
        bench.assertHas(recording, msn);
      }
      assertNull(recording.find(new MediaName.OfSegment(20)));
      assertEquals(State.RECORDING, recording.status().state());

      Recording again = bench.restart();
      bench.assertRecovered(again, 0, 19);
      Recovered recovered = Objects.requireNonNull(again.recovered());
      assertEquals(TestMedia.SHAPE, recovered.shape());
      assertEquals(TestMedia.ZERO_WALL_MS, recovered.zeroWallMs());
      assertTrue(recovered.certain());
      assertFalse(recovered.ended());
      assertEquals(20, recovered.nextMsn());
      assertEquals(bench.media.segment(7).info(), recovered.segments().get(7));
      assertEquals(recording.status().bytes(), again.status().bytes());
    }
  }

  @Test
  void parts_ofAGrowingSegment_areFoundAndRecoveredAsOneSegment() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      for (int parts = 1; parts <= 4; parts++) {
        assertTrue(bench.giveParts(recording, 0, parts));
      }
      assertTrue(bench.give(recording, 0));
      assertTrue(bench.giveParts(recording, 1, 2));
      assertNull(recording.find(new MediaName.OfSegment(1)));
      assertPart(bench, recording, 0, 3);
      assertPart(bench, recording, 1, 1);
      assertNull(recording.find(new MediaName.OfPart(1, 2)));

      Recording again = bench.restart();
      Recovered recovered = Objects.requireNonNull(again.recovered());
      assertEquals(List.of(0L, 1L), recovered.segments().stream().map(s -> s.msn()).toList());
      assertEquals(1_000_000, recovered.segments().getLast().durationUs());
      ByteSource closed = Objects.requireNonNull(again.find(new MediaName.OfSegment(1)));
      assertArrayEquals(bench.media.bytes(1, 2), TestMedia.read(closed));
      assertPart(bench, again, 1, 1);
      assertTrue(bench.give(again, 2));
      bench.assertHas(bench.restart(), 2);
    }
  }

  private static void assertPart(StoreBench bench, Recording in, long msn, int index)
      throws IOException {
    ByteSource part = Objects.requireNonNull(in.find(new MediaName.OfPart(msn, index)));
    assertArrayEquals(bench.media.part(msn, index).bytes().toArray(), TestMedia.read(part));
  }

  @Test
  void volumes_changeOfInitOrSize_eachPlaysByItself() throws Exception {
    StoreConfig config = new StoreConfig(0, 0, 10_000, 1 << 20, 4 << 20, 1000, 100, 20);
    try (StoreBench bench = new StoreBench(data, new TestMedia(1, 4, 300), config)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      for (long msn = 0; msn < 10; msn++) {
        assertTrue(bench.give(recording, msn));
      }
      for (long msn = 10; msn < 14; msn++) {
        Segment other = bench.media.segment(msn, 1, 4);
        assertTrue(StoreBench.answer(l -> recording.segment(other, l)));
      }
      assertEquals(List.of("0.mp4", "10.mp4", "8.mp4"), volumes(bench));
      assertArrayEquals(volume(bench, 0, 0, 8), read(bench, "0.mp4"));
      assertArrayEquals(volume(bench, 0, 8, 10), read(bench, "8.mp4"));
      assertArrayEquals(volume(bench, 1, 10, 14), read(bench, "10.mp4"));
      ByteSource init = Objects.requireNonNull(recording.find(new MediaName.OfInit(1)));
      assertArrayEquals(bench.media.init(1).bytes(), TestMedia.read(init));
      assertNull(recording.find(new MediaName.OfInit(2)));
      Recording again = bench.restart();
      bench.assertRecovered(again, 0, 13);
      assertEquals(2, Objects.requireNonNull(again.recovered()).nextInitNumber());
    }
  }

  private static List<String> volumes(StoreBench bench) throws IOException {
    try (Stream<Path> files = Files.list(bench.folder())) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".mp4"))
          .sorted()
          .toList();
    }
  }

  private static byte[] read(StoreBench bench, String name) throws IOException {
    return Files.readAllBytes(bench.folder().resolve(name));
  }

  private static byte[] volume(StoreBench bench, int init, long from, long to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(bench.media.init(init).bytes());
    for (long msn = from; msn < to; msn++) {
      bytes.write(bench.media.bytes(msn, 4));
    }
    return bytes.toByteArray();
  }

  @Test
  void end_recorded_isRecoveredAndNothingFollows() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      assertTrue(bench.giveParts(recording, 0, 3));
      assertTrue(StoreBench.answer(recording::end));
      assertEquals(State.OFF, recording.status().state());
      assertThrows(
          IllegalStateException.class,
          () -> recording.segment(bench.media.segment(1), StoredListener.NONE));
      Recovered recovered = Objects.requireNonNull(bench.restart().recovered());
      assertTrue(recovered.ended());
      assertEquals(1_500_000, recovered.segments().getFirst().durationUs());
    }
  }

  @Test
  void segment_numberGivenAgain_takesThePlaceOfTheOldOne() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      for (long msn = 0; msn < 4; msn++) {
        assertTrue(bench.give(recording, msn));
      }
      assertTrue(bench.giveParts(recording, 4, 3));
      // The engine failed; viewers had seen up to two parts of MSN 2.
      TestMedia other = new TestMedia(99, 4, 200);
      assertTrue(StoreBench.answer(l -> recording.segment(other.segment(2, 0, 2), l)));
      assertTrue(StoreBench.answer(l -> recording.parts(other.open(3, 1), l)));
      for (Recording at : List.of(recording, bench.restart())) {
        ByteSource two = Objects.requireNonNull(at.find(new MediaName.OfSegment(2)));
        assertArrayEquals(other.bytes(2, 2), TestMedia.read(two));
        ByteSource three = Objects.requireNonNull(at.find(new MediaName.OfPart(3, 0)));
        assertArrayEquals(other.part(3, 0).bytes().toArray(), TestMedia.read(three));
        assertNull(at.find(new MediaName.OfPart(4, 0)));
      }
    }
  }

  @Test
  void segment_completeWithFewerPartsThanWereGiven_hasThose() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      assertTrue(bench.giveParts(recording, 0, 3));
      assertTrue(StoreBench.answer(l -> recording.segment(bench.media.segment(0, 0, 2), l)));
      assertTrue(bench.give(recording, 1));
      for (Recording at : List.of(recording, bench.restart())) {
        ByteSource first = Objects.requireNonNull(at.find(new MediaName.OfSegment(0)));
        assertArrayEquals(bench.media.bytes(0, 2), TestMedia.read(first));
        bench.assertHas(at, 1);
      }
    }
  }

  @Test
  void recording_twoPrograms_keepApart() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording english = bench.recording();
      Recording german = bench.store.recording(new ProgramId("launch", "de"));
      assertSame(english, bench.recording());
      TestMedia other = new TestMedia(2, 4, 500);
      english.begin(TestMedia.SHAPE, 0);
      german.begin(TestMedia.SHAPE, 0);
      for (long msn = 0; msn < 10; msn++) {
        Segment segment = other.segment(msn);
        german.segment(segment, StoredListener.NONE);
        assertTrue(bench.give(english, msn));
      }
      Await.until(
          Await.PATIENCE,
          "the other program",
          () -> german.find(new MediaName.OfSegment(9)) != null);
      bench.assertRecovered(bench.restart(), 0, 9);
      Recording again = bench.store.recording(new ProgramId("launch", "de"));
      ByteSource fifth = Objects.requireNonNull(again.find(new MediaName.OfSegment(5)));
      assertArrayEquals(other.bytes(5, 4), TestMedia.read(fifth));
    }
  }

  @Test
  void delete_whileRecorded_removesTheFilesAndTakesNothingMore() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      Recording other = bench.store.recording(new ProgramId("rally", "en"));
      recording.begin(TestMedia.SHAPE, 0);
      other.begin(TestMedia.SHAPE, 0);
      assertTrue(bench.give(recording, 0));
      assertTrue(bench.give(other, 0));
      ByteSource found = Objects.requireNonNull(recording.find(new MediaName.OfSegment(0)));
      TestMedia.read(found);
      bench.store.delete("launch");
      Await.until(
          Await.PATIENCE,
          "nothing but the other event",
          () -> names(data.resolve("recordings")).equals(List.of("rally")));
      assertFalse(bench.give(recording, 1));
      assertThrows(IOException.class, () -> TestMedia.read(found));
      bench.assertHas(other, 0);
      assertTrue(bench.give(other, 1));
      Await.until(
          Await.PATIENCE,
          () -> other.status().bytes() + " in use: " + bench.store.usedBytes(),
          () -> bench.store.usedBytes() == other.status().bytes());
      assertNull(bench.recording().recovered());
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void delete_whatIsNoEvent_isRefused() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      for (String id : new String[] {"", "..", "a/b", ".deleted-x", "UP"}) {
        assertThrows(IllegalArgumentException.class, () -> bench.store.delete(id));
      }
    }
  }

  @Test
  void open_leftOverOfADeletion_isDeleted() throws Exception {
    Path left = data.resolve("recordings/.deleted-launch-1/en");
    Files.createDirectories(left);
    Files.writeString(left.resolve("0.mp4"), "gone");
    try (StoreBench bench = StoreBench.at(data)) {
      assertEquals(List.of(), names(data.resolve("recordings")));
      assertEquals(0, bench.store.usedBytes());
    }
  }

  @Test
  void files_made_areTheOwnersOnly() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      assertTrue(bench.give(recording, 0));
      try (Stream<Path> all = Files.walk(data.resolve("recordings"))) {
        for (Path path : all.toList()) {
          String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
          assertEquals(
              expected, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
      }
    }
  }

  @Test
  void open_unknownVersion_isSetAsideAndANewRecordingBegins() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      assertTrue(bench.give(recording, 0));
    }
    for (int n = 1; n <= 2; n++) {
      Path index = data.resolve("recordings/launch/en/index");
      byte[] bytes = Files.readAllBytes(index);
      bytes[11]++;
      Files.write(index, bytes);
      try (StoreBench bench = StoreBench.at(data)) {
        Recording recording = bench.recording();
        assertNull(recording.recovered());
        recording.begin(TestMedia.SHAPE, 0);
        assertTrue(bench.give(recording, 0));
        bench.assertRecovered(bench.restart(), 0, 0);
      }
      assertTrue(Files.exists(data.resolve("recordings/launch/en-unreadable-" + n + "/0.mp4")));
    }
  }

  @Test
  void close_whileWaiting_writesWhatWasGiven() throws Exception {
    try (StoreBench bench = StoreBench.at(data)) {
      Recording recording = bench.recording();
      recording.begin(TestMedia.SHAPE, 0);
      for (long msn = 0; msn < 50; msn++) {
        recording.segment(bench.media.segment(msn), StoredListener.NONE);
      }
    }
    try (StoreBench bench = StoreBench.at(data)) {
      bench.assertRecovered(bench.recording(), 0, 49);
      assertNotNull(bench.recording().recovered());
    }
  }
}
