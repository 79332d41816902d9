package live.understudy.failover;

import static live.understudy.failover.Units.MILLIS;
import static live.understudy.failover.Units.MS;
import static live.understudy.failover.Units.queueOf;
import static live.understudy.failover.Units.queued;
import static live.understudy.failover.Units.queuedSound;
import static live.understudy.failover.Units.session;
import static live.understudy.failover.Units.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.media.StreamConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplicerTest {

  /** Pictures of 40 ms and their sound, from time zero. */
  private static ProgramQueue queue(int frames) {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < frames; i++) {
      queue.offer(queued(i * 40L, 0, i % 50 == 0));
    }
    for (long sample = 0; sample + 1024 <= frames * 1920L; sample += 1024) {
      queue.offer(queuedSound(sample));
    }
    return queue;
  }

  private static Splicer.Cut cut(
      ProgramQueue queue, LegSession to, long offsetMs, boolean allowGap) {
    Splicer.Cut cut = Splicer.findCut(queue, to, offsetMs * MS, allowGap);
    assertNotNull(cut);
    return cut;
  }

  private static void assertContinuous(ProgramQueue queue, int frameTicks) {
    List<Long> video = times(queue.lead());
    for (int i = 1; i < video.size(); i++) {
      assertEquals(video.get(i - 1) + frameTicks, video.get(i), "picture " + i);
    }
    List<Long> audio = times(queue.audio());
    for (int i = 1; i < audio.size(); i++) {
      assertEquals(audio.get(i - 1) + 1024, audio.get(i), "sound " + i);
    }
  }

  @Test
  void findCut_severalKeyframesInTheWindow_takesTheLatest() {
    Splicer.Cut cut = cut(queue(100), session(MILLIS, 80, 20, 0, 0), 1000, false);
    // Keyframes lie at 1.0, 1.8, 2.6 and 3.4 s.
    assertEquals(new Splicer.Cut(60, 85, 3400 * MS, 0), cut);
  }

  @Test
  void findCut_whatWaitsOfTheOldLegIsBad_takesTheEarliest() {
    LegSession to = session(MILLIS, 80, 20, 0, 0);
    for (Splicer.Allowance allowance : Splicer.Allowance.values()) {
      Splicer.Terms terms = new Splicer.Terms(allowance, true, true);
      Splicer.Cut cut = Splicer.findCut(queue(100), to, 1000 * MS, terms);
      assertEquals(new Splicer.Cut(0, 25, 1000 * MS, 0), cut, allowance.name());
    }
  }

  @ParameterizedTest
  @CsvSource({"3960, 0", "4000, 0", "4039, 0", "4041, 41", "4500, 500", "9000, 5000"})
  void findCut_keyframeAboutTheEnd_isGracedByOneFrame(long atMs, long gapMs) {
    ProgramQueue queue = queue(100);
    LegSession to = session(MILLIS, 10, 10, 0, 0);
    Splicer.Cut cut = cut(queue, to, atMs, true);
    assertEquals(gapMs, cut.gapNs() / MS);
    assertEquals(gapMs == 0 ? Math.min(atMs, 4000) / 40 : 100, cut.queueIndex());
    assertEquals(gapMs == 0, Splicer.findCut(queue, to, atMs * MS, false) != null);
  }

  @Test
  void findCut_keyframeAboutTheStart_isGracedByOneFrame() {
    ProgramQueue queue = queue(100);
    queue.take(50, 2000 * MS);
    LegSession to = session(MILLIS, 5, 10, 0, 0);
    assertEquals(0, cut(queue, to, 2000, false).queueIndex());
    assertEquals(0, cut(queue, to, 1960, false).queueIndex());
    assertEquals(2000 * MS, cut(queue, to, 1960, false).boundaryNs());
    assertNull(Splicer.findCut(queue, to, 1959 * MS, true));
  }

  /**
   * The latest keyframe lies 28 ms behind the last picture's end, the one before between pictures.
   */
  @Test
  void findCut_oldLegEndsWithinHalfAPictureElsewhere_isThere() {
    LegSession to = session(MILLIS, 63, 51, 0, 0);
    Splicer.Cut cut = cut(queue(100), to, 4028 - 51 * 40, false);
    assertEquals(0, cut.keyframe());
    assertEquals(-12 * MS, cut.earlyNs());
    assertEquals(2000 * MS, cut.boundaryNs());
  }

  /**
   * Of a group of reordered pictures only the first has come, and the keyframe is shown before it
   * or with it.
   */
  @ParameterizedTest
  @CsvSource({"EXACT, 120, 0", "GAP, 120, 0", "OVERLAP, 0, 400"})
  void findCut_keyframeBehindMissingPictures_isAGapUnlessItCanOverlap(
      Splicer.Allowance allowance, long gapMs, long overlapMs) {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < 10; i++) {
      queue.append(queued(i * 40L, 0, i == 0));
    }
    queue.take(10, Long.MAX_VALUE);
    queue.append(queued(400, 160, false));
    LegSession to = session(MILLIS, 20, 13, 0, 0);
    Splicer.Cut cut = Splicer.findCut(queue, to, 0, allowance);
    assertNotNull(cut);
    assertEquals(gapMs, cut.gapNs() / MS);
    assertEquals(overlapMs, cut.overlapNs() / MS);
    assertEquals(overlapMs > 0 ? 0 : 13, cut.keyframe());
  }

  /** Of P3 b1 b2, which are on their way, the first has come and is shown behind the keyframe. */
  @Test
  void findCut_gapBehindPicturesOnTheirWay_beginsBeforeThese() {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < 10; i++) {
      queue.append(queued(i * 40L, 0, i == 0));
    }
    queue.append(queued(400, 160, false));
    LegSession to = session(MILLIS, 20, 20, 0, 0);
    Splicer.Cut cut =
        Splicer.findCut(queue, to, 480 * MS, new Splicer.Terms(Splicer.Allowance.GAP, true));
    assertEquals(new Splicer.Cut(0, 10, 480 * MS, 80 * MS), cut);
    assertNull(
        Splicer.findCut(queue, to, 480 * MS, new Splicer.Terms(Splicer.Allowance.OVERLAP, true)));
  }

  /** P3 is published and b1 b2 before it are on their way: an overlap begins before all three. */
  @ParameterizedTest
  @CsvSource({"400, 0", "440, 0", "520, 13"})
  void findCut_pictureIsPublishedBeforeOthersShownEarlier_overlapsBeforeThese(
      long decodedMs, int keyframe) {
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < 10; i++) {
      queue.append(queued(i * 40L, 0, i == 0));
    }
    queue.append(queued(decodedMs, (int) (520 - decodedMs), false));
    queue.take(11, Long.MAX_VALUE);
    LegSession to = session(MILLIS, 20, 13, 0, 0);
    Splicer.Cut cut = Splicer.findCut(queue, to, 0, Splicer.Allowance.OVERLAP);
    assertNotNull(cut);
    assertEquals(keyframe, cut.keyframe());
    assertEquals((560 - keyframe * 40) * MS, cut.overlapNs());
  }

  @Test
  void findCut_onlyLaterKeyframes_takesTheFirst() {
    Splicer.Cut cut = cut(queue(25), session(MILLIS, 80, 20, 0, 0), 1500, true);
    assertEquals(new Splicer.Cut(0, 25, 1500 * MS, 500 * MS), cut);
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "23", "500", "-380"})
  void splice_anyOffset_joinsPicturesAndSoundExactly(long offsetMs) {
    ProgramQueue queue = queue(100);
    LegSession to = session(MILLIS, 100, 25, 0, 0);
    Splicer.Cut cut = cut(queue, to, offsetMs, false);
    Placement placement = Splicer.splice(queue, to, cut).placement();
    assertContinuous(queue, 40);
    assertEquals(cut.boundaryNs() / MS - cut.keyframe() * 40L, placement.leadOffsetTicks());
    long lipsNs =
        Nanos.of(placement.audioOffsetTicks(), 48_000)
            - Nanos.of(placement.leadOffsetTicks(), 1000);
    assertTrue(Math.abs(lipsNs) <= 11 * MS, "sound off by " + lipsNs);
    assertTrue(queue.lead().stream().allMatch(unit -> unit.joint() == QueuedUnit.Joint.NONE));
  }

  @Test
  void splice_otherTimescale_joinsInNanoseconds() {
    StreamConfig other = Units.config(30_000, 1000, Units.AAC);
    ProgramQueue queue = queue(50);
    LegSession to = session(other, 60, 30, 0, 0);
    Splicer.Cut cut = cut(queue, to, 600, false);
    assertEquals(30, cut.keyframe());
    Splicer.splice(queue, to, cut);
    QueuedUnit joint = queue.lead().get(cut.queueIndex());
    assertEquals(1600 * MS, joint.ptsNs(), 40 * MS);
    assertEquals(cut.boundaryNs(), joint.ptsNs());
    assertEquals(other, joint.config());
    assertEquals(MILLIS, queue.lead().get(cut.queueIndex() - 1).config());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void splice_otherReorderDelay_keepsPresentationAndGrowingDecodeTimes(int reorder) {
    ProgramQueue queue = queue(50);
    LegSession to = session(MILLIS, 60, 30, 0, reorder);
    Splicer.Cut cut = cut(queue, to, 0, false);
    Placement placement = Splicer.splice(queue, to, cut).placement();
    long last = -1;
    long lastPts = -40;
    for (QueuedUnit unit : queue.lead()) {
      assertTrue(unit.unit().dts() > last, "decode times grow");
      assertEquals(lastPts + 40, unit.unit().pts());
      last = unit.unit().dts();
      lastPts = unit.unit().pts();
    }
    assertEquals(cut.boundaryNs() / MS, placement.place(to.lead().get(30).unit()).pts());
  }

  @ParameterizedTest
  @CsvSource({"1900, false", "2000, false", "2001, true", "60000, true"})
  void splice_overAGap_isMarkedWhenLong(long gapMs, boolean marked) {
    ProgramQueue queue = queue(50);
    LegSession to = session(MILLIS, 60, 30, 0, 0);
    Splicer.Cut cut = cut(queue, to, 2000 + gapMs, true);
    assertEquals(gapMs * MS, cut.gapNs());
    Splicer.splice(queue, to, cut);
    assertEquals(
        marked ? QueuedUnit.Joint.DISCONTINUITY : QueuedUnit.Joint.NONE,
        queue.lead().get(50).joint());
    long joints =
        queue.lead().stream().filter(unit -> unit.joint() != QueuedUnit.Joint.NONE).count();
    assertEquals(marked ? 1 : 0, joints);
    // The new leg has no sound of before its keyframe: it goes on with the picture.
    long joinMs =
        times(queue.audio()).stream().filter(t -> t >= 95_000).findFirst().orElse(0L) / 48;
    assertEquals(2000 + gapMs, joinMs, 22);
  }

  @Test
  void splice_withoutSound_worksToo() {
    StreamConfig silent = Units.config(1000, 40, null);
    ProgramQueue queue = queue(50);
    LegSession to = session(silent, 60, 30, 0, 0);
    Splicer.Cut cut = cut(queue, to, 0, false);
    assertEquals(0, Splicer.splice(queue, to, cut).placement().audioOffsetTicks());
    assertTrue(queue.audioEndNs() <= cut.boundaryNs() + 11 * MS);
  }

  @Test
  void nearest_inReorderedPictures_neverTearsAGroup() {
    // Shown in this order: I0 b1 b2 P3 b4 b5 P6; sent I0 P3 b1 b2 P6 b4 b5.
    int[] shown = {0, 3, 1, 2, 6, 4, 5};
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < shown.length; i++) {
      queue.offer(queued(i * 40L, (shown[i] - i + 2) * 40, i == 0));
    }
    ClosedCuts cuts = ClosedCuts.of(queue);
    assertEquals(80 * MS, cuts.startNs());
    assertEquals((80 + 280) * MS, cuts.endNs());
    // Closed before picture 0, 1, 4 and at the end, and nowhere else.
    int[] nearest = {0, 1, 1, 4, 4, 4, 7, 7};
    for (int pts = 0; pts < nearest.length; pts++) {
      int index = cuts.nearest((80 + pts * 40L) * MS);
      assertEquals(nearest[pts] == 1 && pts == 2 ? 1 : nearest[pts], index, "at picture " + pts);
      assertEquals(
          80 + 40 * List.of(0, 1, -1, -1, 4, -1, -1, 7).get(index),
          cuts.boundaryNs(index, Long.MAX_VALUE) / MS);
    }
  }

  /** As above; the queue ends after so many of what is sent. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 4, 1", "3, 4, 1", "4, 4, 4", "5, 7, 4", "6, 7, 4", "7, 7, 7"})
  void endNs_picturesOfTheLastGroupAreOnTheirWay_isWhereTheGroupBegins(
      int sent, int endPicture, int endWhileItGoesOn) {
    int[] shown = {0, 3, 1, 2, 6, 4, 5};
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < sent; i++) {
      queue.offer(queued(i * 40L, (shown[i] - i + 2) * 40, i == 0));
    }
    assertEquals((80 + endPicture * 40) * MS, ClosedCuts.of(queue).endNs());
    ClosedCuts goesOn = ClosedCuts.of(queue, true);
    assertEquals((80 + endWhileItGoesOn * 40) * MS, goesOn.endNs());
    assertEquals(
        endWhileItGoesOn * 40 + 80,
        goesOn.boundaryNs(goesOn.nearest(Long.MAX_VALUE / 2), Long.MAX_VALUE) / MS);
  }

  /** I0 and P3 are published, the two that are shown between them are not, or only one has come. */
  @ParameterizedTest
  @CsvSource({"7, true, true", "3, false, true", "4, true, true"})
  void nearest_pictureIsPublishedBeforeOthersShownEarlier_liesBehindTheseOrNowhere(
      int sent, boolean anyWhileItGoesOn, boolean any) {
    int[] shown = {0, 3, 1, 2, 6, 4, 5};
    ProgramQueue queue = new ProgramQueue();
    for (int i = 0; i < sent; i++) {
      queue.offer(queued(i * 40L, (shown[i] - i + 2) * 40, i == 0));
    }
    queue.take(2, Long.MAX_VALUE);
    ClosedCuts cuts = ClosedCuts.of(queue);
    assertEquals((80 + 4 * 40) * MS, cuts.startNs());
    assertEquals(any, cuts.isAny());
    assertEquals(Math.min(2, sent - 2), cuts.nearest((80 + 40) * MS));
    assertEquals(anyWhileItGoesOn, ClosedCuts.of(queue, true).isAny());
  }

  @Test
  void nearest_inAnEmptyQueue_isItsEnd() {
    ProgramQueue queue = queueOf(queued(0, 0, true));
    queue.take(1, 0);
    ClosedCuts cuts = ClosedCuts.of(queue);
    assertEquals(0, cuts.nearest(0));
    assertEquals(40 * MS, cuts.boundaryNs(0, Long.MAX_VALUE));
    assertEquals(cuts.startNs(), cuts.endNs());
  }
}
