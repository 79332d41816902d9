package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.EventMessages.ReadMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.TimedText;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMessageTest {
  private static final StreamConfig CONFIG = Streams.config(25_000, 1000);

  private static TimedText text(String json) {
    return new TimedText("onTextData", ByteSlice.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static AccessUnit saying(AccessUnit unit, String... texts) {
    return unit.withTexts(List.of(texts).stream().map(EventMessageTest::text).toList());
  }

  private static List<Segment> packaged(StreamConfig config, List<AccessUnit> units) {
    Packager packager = Streams.packager(1, config);
    units.forEach(packager::add);
    packager.flush();
    return packager.drainSegments();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 127, 128, 16_384})
  void write_words_areReadBackAsTheyWere(int length) {
    String json = "\"" + "ü".repeat(length / 2 - 1) + "\"";
    ByteWriter w = new ByteWriter();
    EventMessage.write(w, 25_000, 5L << 33, text(json));
    ReadMessage read = EventMessages.of(w.toArray()).getFirst();
    assertEquals("https://aomedia.org/emsg/ID3", read.scheme());
    assertEquals("", read.value());
    assertEquals(25_000, read.timescale());
    assertEquals(5L << 33, read.presentationTime());
    assertEquals(0xFFFFFFFFL, read.duration());
    assertEquals("onTextData", read.description());
    assertEquals(json, read.text());
  }

  @Test
  void write_sameWordsAtTheSameTime_haveOneId() {
    List<Long> ids = new ArrayList<>();
    for (String said : List.of("a", "a", "b")) {
      for (long pts : new long[] {0, 1}) {
        ByteWriter w = new ByteWriter();
        EventMessage.write(w, 1000, pts, text(said));
        ids.add(EventMessages.of(w.toArray()).getFirst().id());
      }
    }
    assertEquals(ids.get(0), ids.get(2));
    assertEquals(ids.get(1), ids.get(3));
    assertEquals(4, ids.stream().distinct().count());
    assertNotEquals(ids.get(0), ids.get(1));
  }

  /** Pictures are shown later than they are decoded; words go with what is shown. */
  @Test
  void add_unitsWithTexts_theyAreInTheirPartAtTheTimeOfTheirPicture() {
    List<AccessUnit> units = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      AccessUnit picture = Streams.video(i * 1000L, 2000, i % 25 == 0);
      units.add(i % 10 == 3 ? saying(picture, "\"a" + i + "\"", "\"b" + i + "\"") : picture);
    }
    List<String> found = new ArrayList<>();
    for (Segment segment : packaged(CONFIG, units)) {
      for (Part part : segment.parts()) {
        List<FragmentReader.ReadSample> samples = FragmentReader.samples(part.bytes().toArray());
        for (ReadMessage message : EventMessages.of(part.bytes().toArray())) {
          found.add(message.text() + "@" + message.presentationTime());
          assertEquals(
              1, samples.stream().filter(s -> s.pts() == message.presentationTime()).count());
        }
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 3; i < 50; i += 10) {
      expected.add("\"a" + i + "\"@" + (i * 1000 + 2000));
      expected.add("\"b" + i + "\"@" + (i * 1000 + 2000));
    }
    assertEquals(expected, found);
  }

  /** Offsets into the media count from the fragment, not from what stands before it. */
  @Test
  void add_unitsWithTexts_samplesAreAsWithoutThem() {
    List<AccessUnit> plain = Streams.constant(Streams.avc(25_000, 1000, 1), 50, 25, 0);
    List<AccessUnit> said =
        plain.stream()
            .map(unit -> unit.track() == TrackType.VIDEO ? saying(unit, "\"x\"") : unit)
            .toList();
    assertEquals(media(packaged(CONFIG, plain)), media(packaged(CONFIG, said)));
    assertEquals(
        50,
        packaged(CONFIG, said).stream()
            .flatMap(segment -> segment.parts().stream())
            .mapToInt(part -> EventMessages.of(part.bytes().toArray()).size())
            .sum());
  }

  private static List<String> media(List<Segment> segments) {
    return segments.stream()
        .flatMap(segment -> segment.parts().stream())
        .flatMap(part -> FragmentReader.samples(part.bytes().toArray()).stream())
        .map(s -> s.track() + " " + s.dts() + " " + ByteSlice.of(s.data()).hashCode())
        .toList();
  }

  @Test
  void add_soundAloneWithTexts_theyComeAlong() {
    List<AccessUnit> units = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AccessUnit sound = Streams.sound(i * 1024L);
      units.add(i == 60 ? saying(sound, "\"x\"") : sound);
    }
    List<ReadMessage> found =
        packaged(new StreamConfig(null, Streams.AAC), units).stream()
            .flatMap(segment -> segment.parts().stream())
            .flatMap(part -> EventMessages.of(part.bytes().toArray()).stream())
            .toList();
    assertEquals(1, found.size());
    assertEquals(60 * 1024, found.getFirst().presentationTime());
    assertEquals(48_000, found.getFirst().timescale());
  }
}
