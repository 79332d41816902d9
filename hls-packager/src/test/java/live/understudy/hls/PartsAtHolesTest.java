package live.understudy.hls;

import static live.understudy.hls.Streams.avc;
import static live.understudy.hls.Streams.picture;
import static live.understudy.hls.Streams.video;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where pictures are missing, or come closer than was said, parts keep to the part target all the
 * same (RFC 8216bis, 4.4.4.9), decode times go on without a step, and each picture is shown when it
 * was to be.
 */
class PartsAtHolesTest {

  private static final int TARGET_US = 500_000;
  private static final VideoConfig VIDEO = avc(15_000, 1000, 1);

  private final List<Long> given = new ArrayList<>();
  private Packager packager = early(TARGET_US);

  private static Packager early(int targetUs) {
    PackagerConfig cuts = PackagerConfig.of(2, 2_000_000, targetUs).withEarlyParts();
    Packager packager = new Packager(cuts, PackagerResume.FRESH);
    packager.configure(new StreamConfig(VIDEO, null));
    return packager;
  }

  private void add(long dts, boolean keyframe) {
    given.add(dts);
    packager.add(picture(dts, keyframe));
  }

  private List<Part> parts() {
    return parts(TARGET_US);
  }

  private List<Part> parts(int targetUs) {
    packager.flush();
    List<Part> all = new ArrayList<>();
    for (Segment segment : packager.drainSegments()) {
      List<Part> parts = segment.parts();
      for (Part part : parts) {
        assertTrue(part.durationUs() <= targetUs, "of " + part.durationUs());
        boolean exempt = part.independent() || part.index() + 1 == parts.size();
        assertTrue(exempt || part.durationUs() * 100 >= targetUs * 85L, part::toString);
      }
      assertEquals(segment.durationUs(), parts.stream().mapToLong(Part::durationUs).sum());
      all.addAll(parts);
    }
    return all;
  }

  private static List<ReadSample> samples(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> FragmentReader.samples(part.bytes().toArray()).stream())
        .toList();
  }

  private void assertShownAsGiven(List<Part> parts) {
    List<ReadSample> samples = samples(parts);
    assertEquals(given, samples.stream().map(ReadSample::pts).toList());
    for (int i = 1; i < samples.size(); i++) {
      ReadSample before = samples.get(i - 1);
      assertEquals(before.dts() + before.duration(), samples.get(i).dts(), "a step at " + i);
    }
  }

  /** {@code before} pictures have come, {@code missing} are missing. */
  @ParameterizedTest
  @CsvSource({
    "1, 6", "1, 14", "1, 27", "3, 4", "3, 5", "3, 20", "6, 1", "6, 12", "7, 6", "8, 27", "10, 3",
    "12, 20", "13, 1", "13, 28", "15, 26", "20, 9"
  })
  void add_behindAHole_partsKeepToTheirTarget(int before, int missing) {
    for (int i = 0; i < before + 60; i++) {
      long dts = (i < before ? i : i + missing) * 1000L;
      add(dts, i % 30 == 0);
    }
    assertShownAsGiven(parts());
  }

  /** What comes behind a hole may lie anywhere between the lines of the grid before. */
  @ParameterizedTest
  @ValueSource(ints = {200_000, 400_000, 500_000})
  void add_offTheGridBehindAHole_partsKeepToTheirTarget(int targetUs) {
    for (int before = 1; before < 20; before += 3) {
      for (int ticks = 1_500; ticks < 20_000; ticks += 97) {
        packager = early(targetUs);
        given.clear();
        for (int i = 0; i < before + 40; i++) {
          boolean keyframe = i == 0 || (i - before) % 30 == 0;
          add(i < before ? i * 1000L : (i - 1) * 1000L + ticks, keyframe);
        }
        assertEquals(given, samples(parts(targetUs)).stream().map(ReadSample::pts).toList());
      }
    }
  }

  @Test
  void add_keyframeBehindAHole_isShownWhenItWasToBe() {
    for (int i = 0; i < 11; i++) {
      add(i * 1000L, i == 0);
    }
    add(31_000, true);
    for (int i = 32; i < 60; i++) {
      add(i * 1000L, false);
    }
    List<Part> parts = parts();
    assertShownAsGiven(parts);
    assertEquals(
        59_000L + 1000, samples(parts).getLast().dts() + samples(parts).getLast().duration());
  }

  /** The overlap itself is beyond what its part is listed with. */
  @ParameterizedTest
  @CsvSource({"8, 20", "9, 7", "10, 22", "11, 30"})
  void rewind_holeBehindTheOverlap_partsKeepToTheirTarget(int last, int missing) {
    for (int i = 0; i < 11; i++) {
      packager.add(picture(i * 1000L, i == 0));
    }
    packager.rewind();
    for (int i = 3; i < 70; i++) {
      packager.add(picture((i <= last ? i : i + missing) * 1000L, i % 30 == 3));
    }
    List<ReadSample> samples = samples(parts());
    assertEquals((69L + missing) * 1000, samples.getLast().pts());
  }

  @ParameterizedTest
  @CsvSource({"11, 0", "11, 7", "1, 7", "30, 25"})
  void pause_picturesComeLater_whatCameIsThereAndDecodingGoesOn(int before, int missing) {
    for (int i = 0; i < before; i++) {
      add(i * 1000L, i == 0);
    }
    packager.pause();
    List<Segment> soon = packager.drainSegments();
    List<Part> parts = new ArrayList<>();
    soon.forEach(segment -> parts.addAll(segment.parts()));
    assertEquals(before, samples(parts).size());
    for (int i = before; i < before + 40; i++) {
      add((i + missing) * 1000L, i == before);
    }
    parts.addAll(parts());
    assertShownAsGiven(parts);
  }

  @Test
  void pause_overlapIsNotThroughYet_staysOpen() {
    for (int i = 0; i < 11; i++) {
      packager.add(picture(i * 1000L, i == 0));
    }
    packager.rewind();
    for (int i = 3; i < 7; i++) {
      packager.add(picture(i * 1000L, i == 3));
    }
    assertEquals(1, packager.drainSegments().size());
    packager.pause();
    assertEquals(List.of(), packager.drainSegments());
    for (int i = 7; i < 30; i++) {
      packager.add(picture(i * 1000L, false));
    }
    assertEquals(27, samples(parts()).size());
  }

  /** A stream that sends more pictures than it said. */
  @ParameterizedTest
  @CsvSource({"200", "400", "500", "750"})
  void add_picturesCloserThanSaid_partsFollowEachOther(int ticks) {
    for (int i = 0; i < 400; i++) {
      add((long) i * ticks, i % 60 == 0);
    }
    assertShownAsGiven(parts());
  }

  /** Ten a second off the grid: four frames are too short, five are too long. */
  @ParameterizedTest
  @CsvSource({"10, 4", "7, 20", "13, 12"})
  void add_offTheGrid_noFrameFits_partsKeepToTheirTarget(int before, int missing) {
    packager.configure(new StreamConfig(avc(15_000, 1500, 1), null));
    for (int i = 0; i < 90; i++) {
      add(i < before ? i * 1500L : i * 1500L + missing * 1000L, i % 30 == 0);
    }
    List<ReadSample> samples = samples(parts());
    assertEquals(given, samples.stream().map(ReadSample::pts).toList());
  }

  /**
   * Slides: one picture in so long that none could be decoded in time to divide what is between.
   */
  @Test
  void add_picturesFurtherApartThanParts_areNotDecodedEarlierAndEarlier() {
    for (int i = 0; i < 60; i++) {
      add(i * 10_000L, true);
    }
    packager.flush();
    for (Segment segment : packager.drainSegments()) {
      for (ReadSample sample : samples(segment.parts())) {
        assertTrue(sample.compositionOffset() <= 30_000, sample::toString);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200000, 1500000",
    "400000, 1500000",
    "500000, 1500000",
    "501000, 1503000",
    "1000000, 3000000"
  })
  void partHoldBack_shortParts_leavesTimeToSurviveAnEncoder(long partUs, long holdBackUs) {
    assertEquals(holdBackUs, new PlaylistShape(2, partUs, false).partHoldBackUs());
  }

  /** Without parts to list, a picture stands as long as it is shown. */
  @Test
  void add_holeInAClassicStream_isPartOfThePictureBefore() {
    Packager classic =
        new Packager(PackagerConfig.of(4, 4_000_000, TARGET_US), PackagerResume.FRESH);
    classic.configure(new StreamConfig(VIDEO, null));
    for (int i = 0; i < 60; i++) {
      classic.add(video((i < 3 ? i : i + 12) * 1000L, 0, i % 30 == 0));
    }
    classic.flush();
    List<Part> parts = classic.drainSegments().getFirst().parts();
    ReadSample standing = samples(parts).get(2);
    assertEquals(13_000, standing.duration());
  }
}
