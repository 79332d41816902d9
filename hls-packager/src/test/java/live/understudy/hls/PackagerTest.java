package live.understudy.hls;

import static live.understudy.hls.Streams.avc;
import static live.understudy.hls.Streams.constant;
import static live.understudy.hls.Streams.packager;
import static live.understudy.hls.Streams.packed;
import static live.understudy.hls.Streams.picture;
import static live.understudy.hls.Streams.sound;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.media.AccessUnit;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagerTest {

  private static final VideoConfig VIDEO = avc(30_000, 1000, 1);
  private static final StreamConfig STREAM = Streams.config(30_000, 1000);

  private static List<ReadSample> samples(List<Segment> segments, int track) {
    List<ReadSample> all = new ArrayList<>();
    for (Segment segment : segments) {
      for (Part part : segment.parts()) {
        FragmentReader.samples(part.bytes().toArray()).stream()
            .filter(sample -> sample.track() == track)
            .forEach(all::add);
      }
    }
    return all;
  }

  private static List<byte[]> bytes(List<Segment> segments) {
    return segments.stream()
        .flatMap(segment -> segment.parts().stream())
        .map(part -> part.bytes().toArray())
        .toList();
  }

  private static void assertSameBytes(List<Segment> expected, List<Segment> actual) {
    List<byte[]> a = bytes(expected);
    List<byte[]> b = bytes(actual);
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(a.get(i), b.get(i), "part " + i);
    }
  }

  private static long[] durations(List<Segment> segments) {
    return segments.stream().mapToLong(Segment::durationUs).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "30000, 1000, 60, 15",
    "30000, 1001, 60, 14",
    "25000, 1000, 50, 12",
    "50000, 1000, 100, 25",
    "60000, 1001, 120, 29",
    "24000, 1001, 48, 11",
    "10000, 1000, 20, 5",
  })
  void add_constantRate_cutsPartsOnTheGrid(int timescale, int ticks, int gop, int framesPerPart) {
    VideoConfig video = avc(timescale, ticks, 1);
    Packager packager = packager(2, new StreamConfig(video, Streams.AAC));
    List<Segment> segments = packed(packager, constant(video, gop * 5, gop, 0));
    assertEquals(5, segments.size());
    long endUs = 0;
    for (Segment segment : segments) {
      assertEquals(endUs, segment.info().startUs(), "EXTINF is the distance of decode times");
      endUs += segment.durationUs();
      assertTrue(segment.info().independent());
      assertEquals(gop, samples(List.of(segment), TrackIds.VIDEO).size());
      for (Part part : segment.parts()) {
        long frames =
            FragmentReader.samples(part.bytes().toArray()).stream()
                .filter(s -> s.track() == 1)
                .count();
        boolean last = part.index() == segment.parts().size() - 1;
        assertTrue(last ? frames <= framesPerPart : frames == framesPerPart, "frames " + frames);
        assertEquals(part.index() == 0, part.independent());
      }
      assertEquals(
          segment.durationUs(), segment.parts().stream().mapToLong(Part::durationUs).sum());
    }
  }

  @Test
  void add_gridless_partsAreAsLongAsTheirTargetAtMostOneFrameMore() {
    Packager packager = packager(2, new StreamConfig(avc(90_000, 0, 1), null));
    List<AccessUnit> units = new ArrayList<>();
    long dts = 0;
    for (int i = 0; i < 200; i++) {
      units.add(picture(dts, i % 40 == 0));
      dts += 3000 + (i * 7919L) % 3000;
    }
    List<Segment> segments = packed(packager, units);
    assertEquals(200, samples(segments, TrackIds.VIDEO).size());
    for (Segment segment : segments) {
      for (Part part : segment.parts()) {
        assertTrue(part.durationUs() <= 500_000 + 67_000, "part of " + part.durationUs());
      }
    }
  }

  @Test
  void add_everyUnit_comesOutOnceWithItsTime() {
    List<AccessUnit> units = constant(VIDEO, 300, 60, 0);
    List<Segment> segments = packed(packager(2, STREAM), units);
    assertArrayEquals(
        LongStream.range(0, 300).map(i -> i * 1000).toArray(),
        samples(segments, TrackIds.VIDEO).stream().mapToLong(ReadSample::dts).toArray());
    assertArrayEquals(
        LongStream.range(0, 468).map(i -> i * 1024).toArray(),
        samples(segments, TrackIds.AUDIO).stream().mapToLong(ReadSample::dts).toArray());
  }

  @Test
  void add_longGop_isCutByForceWithinTheTarget() {
    List<Segment> segments = packed(packager(2, STREAM), constant(VIDEO, 600, 300, 0));
    for (Segment segment : segments) {
      assertTrue(Math.round(segment.durationUs() / 1e6) <= 2);
      assertEquals(
          segment.info().independent(),
          segment.info().startUs() % 10_000_000 == 0,
          "at " + segment.info().startUs());
      assertFalse(segment.info().discontinuity());
    }
    assertEquals(600, samples(segments, TrackIds.VIDEO).size());
  }

  @Test
  void add_runtBeforeAKeyframe_isMergedIntoTheNext() {
    Packager packager = packager(2, STREAM);
    List<AccessUnit> units = constant(VIDEO, 300, 60, 0);
    units.set(units.indexOf(picture(5000, false)), picture(5000, true));
    List<Segment> segments = packed(packager, units);
    assertEquals(2_000_000, segments.getFirst().durationUs());
    assertEquals(5, segments.size());
  }

  @ParameterizedTest
  @CsvSource({"1200", "1700", "2000", "2400", "2600", "2900", "3100", "9000"})
  void add_holeInTheVideo_neverBreaksTheTarget(int holeMs) {
    for (int frames = 1; frames < 90; frames++) {
      Packager packager = packager(2, STREAM);
      constant(VIDEO, frames, 60, 0).forEach(packager::add);
      long after = (frames - 1) * 1000L + holeMs * 30L;
      constant(VIDEO, 60, 60, after).stream().skip(1).forEach(packager::add);
      constant(VIDEO, 60, 60, after + 60_000).forEach(packager::add);
      packager.flush();
      for (Segment segment : packager.drainSegments()) {
        assertTrue(
            Math.round(segment.durationUs() / 1e6) <= 2,
            "after " + frames + " a segment of " + segment.durationUs());
      }
    }
  }

  @Test
  void boundary_acrossAHole_neverBreaksTheTarget() {
    for (int holeMs = 100; holeMs < 20_000; holeMs += 300) {
      Packager packager = packager(2, STREAM);
      constant(VIDEO, 45, 60, 0).forEach(packager::add);
      long next = 44_000 + holeMs * 30L;
      packager.boundary(next, true);
      constant(VIDEO, 60, 60, next).forEach(packager::add);
      packager.flush();
      for (Segment segment : packager.drainSegments()) {
        assertTrue(Math.round(segment.durationUs() / 1e6) <= 2, "hole of " + holeMs);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "400", "1300", "2300"})
  void endBeforeLast_holeFollows_theNextSegmentBeginsWithThePictureThatStands(int holeMs) {
    Packager packager = packager(2, STREAM);
    List<AccessUnit> units = constant(VIDEO, 45, 60, 0);
    units.forEach(packager::add);
    packager.endBeforeLast();
    Segment first = packager.drainSegments().getFirst();
    assertEquals(44_000 * 100 / 3, first.durationUs(), 1);
    long next = 45_000 + holeMs * 30L;
    constant(VIDEO, 60, 60, next).forEach(packager::add);
    packager.flush();
    List<Segment> rest = packager.drainSegments();
    assertFalse(rest.getFirst().info().independent());
    List<ReadSample> samples = samples(rest, TrackIds.VIDEO);
    assertEquals(44_000, samples.getFirst().dts());
    assertEquals(61, samples.size());
    assertEquals(next, samples.get(1).dts());
    rest.forEach(segment -> assertFalse(segment.info().discontinuity()));
  }

  @ParameterizedTest
  @CsvSource({"0, 2466667", "2000000, 1133333", "1000000, 2466667"})
  void expectGop_jointBeforeTheSecondKeyframe_theSegmentEndsWhereTheNextGroupWouldNotFit(
      long gopUs, long firstUs) {
    Packager packager = packager(2, STREAM);
    if (gopUs > 0) {
      packager.expectGop(gopUs);
    }
    constant(VIDEO, 34, 60, 0).forEach(packager::add);
    constant(VIDEO, 120, 60, 34_000).forEach(packager::add);
    packager.flush();
    assertEquals(firstUs, packager.drainSegments().getFirst().durationUs());
  }

  @Test
  void endBeforeLast_onePictureOrNone_waits() {
    Packager packager = packager(2, STREAM);
    packager.endBeforeLast();
    packager.add(picture(0, true));
    packager.endBeforeLast();
    assertEquals(List.of(), packager.drainSegments());
  }

  @Test
  void flush_gridlessAfterALongFrame_neverBreaksTheTarget() {
    Packager packager = packager(2, new StreamConfig(avc(90_000, 0, 1), null));
    packager.add(picture(0, true));
    packager.add(picture(2 * 90_000, false));
    packager.flush();
    assertEquals(2_490_000, packager.drainSegments().getFirst().durationUs());
  }

  @Test
  void add_holeInTheSound_keepsTheTimesOfWhatFollows() {
    Packager packager = packager(2, STREAM);
    List<AccessUnit> units = constant(VIDEO, 60, 60, 0);
    units.removeIf(unit -> unit.equals(sound(4 * 1024)) || unit.equals(sound(5 * 1024)));
    List<Segment> segments = packed(packager, units);
    assertArrayEquals(
        units.stream()
            .filter(unit -> unit.track() == live.understudy.media.TrackType.AUDIO)
            .mapToLong(AccessUnit::dts)
            .toArray(),
        samples(segments, TrackIds.AUDIO).stream().mapToLong(ReadSample::dts).toArray());
  }

  @Test
  void add_soundWithoutPicturesForHours_isNotKept() {
    Packager packager = packager(2, STREAM);
    packager.add(picture(0, true));
    for (long dts = 0; dts < 3600L * 48_000; dts += 1024) {
      packager.add(sound(dts));
    }
    packager.flush();
    assertEquals(3 * 48_000 / 1024, samples(packager.drainSegments(), TrackIds.AUDIO).size());
  }

  @Test
  void add_soundBeforeTheFirstPictureOrTwiceOrNegative_isDropped() {
    Packager packager = packager(2, STREAM);
    packager.add(sound(0));
    packager.add(picture(30_000, true));
    for (long dts : new long[] {-1024, 46_000, 46_976, 48_000, 48_000, 47_500, 49_024}) {
      packager.add(sound(dts));
    }
    packager.flush();
    assertArrayEquals(
        new long[] {48_000, 49_024},
        samples(packager.drainSegments(), TrackIds.AUDIO).stream()
            .mapToLong(ReadSample::dts)
            .toArray());
  }

  @Test
  void add_picturesBeforeTheFirstKeyframe_areDropped() {
    Packager packager = packager(2, STREAM);
    packager.add(picture(0, false));
    packager.add(picture(1000, true));
    packager.flush();
    assertEquals(33_333, packager.drainSegments().getFirst().info().startUs());
  }

  @Test
  void configure_changed_newInitAndTagAndNumberAtTheNextKeyframe() {
    Packager packager = packager(2, STREAM);
    constant(VIDEO, 90, 60, 0).forEach(packager::add);
    packager.configure(STREAM);
    packager.configure(new StreamConfig(avc(30_000, 1000, 2), Streams.AAC));
    packager.add(picture(90_000, false));
    constant(VIDEO, 90, 60, 91_000).forEach(packager::add);
    packager.configure(new StreamConfig(avc(25_000, 1000, 3), null));
    constant(avc(25_000, 1000, 3), 50, 50, 160_000).forEach(packager::add);
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    assertEquals(5, segments.size());
    assertArrayEquals(
        new long[] {0, 0, 1, 1, 2},
        segments.stream().mapToLong(s -> s.info().discontinuitySequence()).toArray());
    assertArrayEquals(
        new int[] {0, 0, 1, 1, 2}, segments.stream().mapToInt(s -> s.init().number()).toArray());
    assertEquals(
        List.of(false, false, true, false, true),
        segments.stream().map(s -> s.info().discontinuity()).toList());
    assertEquals(6_400_000, segments.getLast().info().startUs());
  }

  @Test
  void add_timestampJump_isADiscontinuityWhoseDatesGoOn() {
    for (long jump : new long[] {300_000_000L, 95_000}) {
      Packager packager = packager(2, STREAM);
      packager.anchorWallClock(0, 1_000_000);
      constant(VIDEO, 75, 60, 400_000_000L).forEach(packager::add);
      constant(VIDEO, 60, 60, 400_075_000L + jump).forEach(packager::add);
      packager.flush();
      List<Segment> segments = packager.drainSegments();
      assertEquals(3, segments.size());
      assertTrue(segments.getLast().info().discontinuity());
      assertEquals(1, segments.getLast().info().discontinuitySequence());
      assertEquals(0, segments.getLast().init().number(), "the same configuration, the same map");
      assertEquals(
          segments.getFirst().info().programDateTimeMs() + 2500,
          segments.getLast().info().programDateTimeMs());
    }
  }

  @Test
  void resume_continuesNumbersWithATag() {
    Packager first = packager(2, STREAM);
    packed(first, constant(VIDEO, 120, 60, 0));
    PackagerResume point = first.resumePoint();
    assertEquals(new PackagerResume(2, 1, 0, true), point);
    Packager second = new Packager(first.config(), point);
    second.configure(STREAM);
    second.markDiscontinuity();
    List<Segment> segments = packed(second, constant(VIDEO, 60, 60, 600_000));
    assertEquals(2, segments.getFirst().msn());
    assertTrue(segments.getFirst().info().discontinuity());
    assertEquals(1, segments.getFirst().info().discontinuitySequence());
    assertEquals(1, segments.getFirst().init().number());
  }

  @Test
  void resumePoint_whileATaggedSegmentIsOpen_countsOnlyWhatIsListed() {
    Packager packager = packager(2, STREAM);
    constant(VIDEO, 60, 60, 0).forEach(packager::add);
    packager.markDiscontinuity();
    packager.add(picture(600_000, true));
    assertEquals(0, packager.resumePoint().discontinuitySequence());
    assertEquals(1, packager.resumePoint().nextMsn());
    packager.flush();
    assertEquals(1, packager.resumePoint().discontinuitySequence());
  }

  @Test
  void boundary_calledEarlyOrNot_givesTheSameBytes() {
    List<AccessUnit> units = constant(VIDEO, 300, 45, 0);
    Packager lazy = packager(2, STREAM);
    Packager eager = packager(2, STREAM);
    for (AccessUnit unit : units) {
      lazy.add(unit);
      if (unit.track() == live.understudy.media.TrackType.VIDEO) {
        eager.boundary(unit.dts(), unit.keyframe());
        eager.boundary(unit.dts(), unit.keyframe());
      }
      eager.add(unit);
    }
    lazy.flush();
    eager.flush();
    eager.flush();
    List<Segment> expected = lazy.drainSegments();
    List<Segment> actual = eager.drainSegments();
    assertArrayEquals(durations(expected), durations(actual));
    assertSameBytes(expected, actual);
  }

  @Test
  void add_sameUnitsPlacedAlike_giveIdenticalBytesWhateverTheirClock() {
    List<AccessUnit> original = constant(VIDEO, 200, 50, 0);
    List<AccessUnit> shifted = constant(VIDEO, 200, 50, 3_333_000);
    long sounds = 3_333_000L * Streams.AUDIO_RATE / 30_000;
    List<AccessUnit> placed = new ArrayList<>();
    for (int i = 0; i < original.size(); i++) {
      AccessUnit unit = shifted.get(i);
      boolean video = unit.track() == live.understudy.media.TrackType.VIDEO;
      AccessUnit moved = unit.withDts(unit.dts() - (video ? 3_333_000 : sounds));
      placed.add(
          new AccessUnit(
              moved.track(),
              moved.dts(),
              moved.compositionOffset(),
              moved.keyframe(),
              original.get(i).data(),
              moved.contentHash(),
              99));
    }
    assertSameBytes(packed(packager(2, STREAM), original), packed(packager(2, STREAM), placed));
  }

  @Test
  void add_keyframesAFewTicksShortOfTheTarget_stillEndTheSegment() {
    Packager packager = packager(2, STREAM);
    // Behind a joint with another reorder delay the first decode time is late by two frames.
    packager.add(picture(2000, true));
    constant(VIDEO, 300, 60, 0).stream()
        .filter(u -> u.track() == live.understudy.media.TrackType.VIDEO && u.dts() > 2000)
        .forEach(packager::add);
    packager.flush();
    List<Segment> segments = packager.drainSegments();
    assertEquals(5, segments.size());
    assertTrue(segments.stream().allMatch(s -> s.info().independent()));
  }

  @Test
  void add_withoutConfiguration_isAnError() {
    Packager packager = packager(2, null);
    assertThrows(IllegalStateException.class, () -> packager.add(picture(0, true)));
    packager.flush();
    packager.boundary(0, true);
    assertEquals(List.of(), packager.drainSegments());
    assertEquals(null, packager.openSegment());
  }
}
