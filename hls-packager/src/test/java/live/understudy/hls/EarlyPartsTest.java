package live.understudy.hls;

import static live.understudy.hls.Streams.avc;
import static live.understudy.hls.Streams.picture;
import static live.understudy.hls.Streams.sound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyPartsTest {

  private static final VideoConfig VIDEO = avc(30_000, 1000, 1);

  private static Packager packager(StreamConfig config, boolean early) {
    PackagerConfig cuts = PackagerConfig.of(2, 2_000_000, 500_000);
    Packager packager = new Packager(early ? cuts.withEarlyParts() : cuts, PackagerResume.FRESH);
    packager.configure(config);
    return packager;
  }

  private static int parts(Packager packager) {
    OpenSegment open = packager.openSegment();
    return open == null ? 0 : open.parts().size();
  }

  /** Sound's parts: 23 frames of 21.3 ms fill half a second. */
  @ParameterizedTest
  @CsvSource({"true, 15", "false, 16"})
  void add_constantRate_partIsCompleteWithItsLastFrameWhenEarly(boolean early, int frames) {
    Packager packager = packager(new StreamConfig(VIDEO, null), early);
    for (int i = 0; i < 60; i++) {
      assertEquals(i >= frames ? (i - frames) / 15 + 1 : 0, parts(packager), "before " + i);
      packager.add(picture(i * 1000L, i == 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 23", "false, 24"})
  void add_soundAlone_partIsCompleteWithItsLastFrameWhenEarly(boolean early, int frames) {
    Packager packager = packager(new StreamConfig(null, Streams.AAC), early);
    for (int i = 0; i < 90; i++) {
      assertEquals(i >= frames ? (i - frames) / 23 + 1 : 0, parts(packager), "before " + i);
      packager.add(sound(i * 1024L));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void add_soundAfterTheLastEarlyPart_isNotCarriedIntoAnotherTimeline(boolean marked) {
    Packager packager = packager(new StreamConfig(VIDEO, Streams.AAC), true);
    for (int i = 0; i < 15; i++) {
      packager.add(picture(i * 1000L, i == 0));
    }
    assertEquals(1, parts(packager));
    packager.add(sound(24_000));
    if (marked) {
      packager.markDiscontinuity();
    } else {
      packager.rewind();
    }
    packager.add(picture(10_000, true));
    packager.flush();
    Segment next = packager.drainSegments().getLast();
    assertEquals(marked, next.info().discontinuity());
    List<ReadSample> samples = FragmentReader.samples(next.parts().getFirst().bytes().toArray());
    assertEquals(!marked, samples.stream().anyMatch(sample -> sample.dts() == 24_000));
  }

  @Test
  void add_variableRate_waitsForTheNextFrame() {
    Packager packager = packager(new StreamConfig(avc(90_000, 0, 1), null), true);
    for (int i = 0; i < 16; i++) {
      assertEquals(0, parts(packager));
      packager.add(picture(i * 3000L, i == 0));
    }
    assertEquals(1, parts(packager));
  }

  @Test
  void add_keyframeAfterAnEarlyPart_beginsTheNextSegmentWithoutAnEmptyPart() {
    Packager packager = packager(new StreamConfig(VIDEO, null), true);
    Streams.constant(VIDEO, 60, 60, 0).stream()
        .filter(unit -> unit.track() == VIDEO.track())
        .forEach(packager::add);
    assertEquals(4, parts(packager));
    assertEquals(List.of(), packager.drainSegments());
    packager.add(picture(60_000, true));
    List<Segment> segments = packager.drainSegments();
    assertEquals(1, segments.size());
    assertEquals(4, segments.getFirst().parts().size());
    assertEquals(2_000_000, segments.getFirst().durationUs());
    assertNull(packager.openSegment());
  }

  /** What was published can't be prolonged: the hole lies between it and what follows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 14, 15, 29, 40, 70})
  void add_holeAfterAnEarlyPart_changesNothingThatWasPublished(int missing) {
    Packager packager = packager(new StreamConfig(VIDEO, null), true);
    for (int i = 0; i < 15; i++) {
      packager.add(picture(i * 1000L, i == 0));
    }
    OpenSegment open = packager.openSegment();
    assertTrue(open != null);
    Part first = open.parts().getFirst();
    for (int i = 15 + missing; i < 200; i++) {
      packager.add(picture(i * 1000L, i % 60 == 0));
    }
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    assertEquals(first, segments.getFirst().parts().getFirst());
    long end = -1;
    for (Segment segment : segments) {
      assertTrue(Math.round(segment.durationUs() / 1e6) <= 2, "of " + segment.durationUs());
      assertEquals(
          segment.durationUs(), segment.parts().stream().mapToLong(Part::durationUs).sum());
      for (Part part : segment.parts()) {
        List<ReadSample> samples = FragmentReader.samples(part.bytes().toArray());
        assertTrue(samples.getFirst().dts() >= end, "overlap");
        end = samples.getLast().dts() + samples.getLast().duration();
      }
    }
    assertEquals(200_000, end);
  }

  @Test
  void add_keyframeBehindAHoleAfterAnEarlyPart_segmentIsAsLongAsItsParts() {
    Packager packager = packager(new StreamConfig(VIDEO, null), true);
    for (int i = 0; i < 60; i++) {
      packager.add(picture(i * 1000L, i == 0));
    }
    packager.add(picture(67_000, true));
    Segment first = packager.drainSegments().getFirst();
    assertEquals(2_000_000, first.durationUs());
    assertEquals(2_000_000, first.parts().stream().mapToLong(Part::durationUs).sum());
  }

  @Test
  void flush_afterAnEarlyPart_endsTheSegmentThere() {
    Packager packager = packager(new StreamConfig(VIDEO, Streams.AAC), true);
    Streams.constant(VIDEO, 30, 60, 0).forEach(packager::add);
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    assertEquals(1, segments.size());
    assertEquals(1_000_000, segments.getFirst().durationUs());
    assertEquals(2, segments.getFirst().parts().size());
  }

  @Test
  void drainSegments_soundAlone_isCutByTimeAndSaysWhatItIs() {
    Packager packager = packager(new StreamConfig(null, Streams.AAC), false);
    packager.anchorWallClock(0, 1_700_000_000_000L);
    for (int i = 0; i < 500; i++) {
      packager.add(sound(i * 1024L));
    }
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    long end = 0;
    for (Segment segment : segments) {
      assertTrue(segment.info().independent());
      assertEquals(end, segment.info().startUs());
      end += segment.durationUs();
      assertTrue(Math.round(segment.durationUs() / 1e6) <= 2, "of " + segment.durationUs());
      for (Part part : segment.parts()) {
        assertTrue(part.independent(), "sound can begin anywhere");
        assertTrue(part.durationUs() <= 500_000, "of " + part.durationUs());
      }
      assertEquals("mp4a.40.2", segment.init().variant().codecs());
      assertEquals(0, segment.init().variant().width());
    }
    assertEquals(500 * 1024L * 1_000_000 / 48_000, end, 1.0);
    assertTrue(segments.size() >= 5 && segments.size() <= 6, "segments " + segments.size());
  }

  /** Where keyframes come regularly, the hint after a segment's last part is the next segment's. */
  @Test
  void openSegment_regularKeyframes_saysWhereItEnds() {
    Packager packager = packager(new StreamConfig(VIDEO, null), true);
    SegmentWindow window =
        new SegmentWindow(
            new PlaylistShape(2, 500_000, false), new WindowConfig(30_000_000, 4, 60));
    StringBuilder hints = new StringBuilder();
    for (int i = 0; i < 180; i++) {
      packager.add(picture(i * 1000L, i % 60 == 0));
      packager.drainSegments().forEach(window::add);
      OpenSegment open = packager.openSegment();
      if (open != null && i % 15 == 14) {
        window.open(open);
        MediaName.OfPart hint = window.snapshot().hint();
        hints.append(hint.msn()).append('.').append(hint.part()).append(' ');
      }
    }
    assertEquals("0.1 0.2 0.3 0.4 1.1 1.2 1.3 2.0 2.1 2.2 2.3 3.0 ", hints.toString());
  }
}
