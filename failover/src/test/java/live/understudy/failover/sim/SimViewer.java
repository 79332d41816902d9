package live.understudy.failover.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.understudy.hls.FragmentReader;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.hls.Segment;
import live.understudy.hls.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A strict client: holds the program to its promises at every refresh and remembers every frame.
 */
final class SimViewer {

  private static final int REORDERED_AT_MOST = 4;

  /** A keyframe further back than a moved decode time explains begins an overlap. */
  private static final long OVERLAP_TICKS = SimEncoder.FRAME_TICKS / 2;

  private final Map<Long, Segment> seen = new HashMap<>();
  private final List<Long> frames = new ArrayList<>();
  private final List<Long> framePts = new ArrayList<>();
  private final List<Double> stepsS = new ArrayList<>();
  private @Nullable MediaPlaylist last;
  private long nextMsn = -1;
  private long videoEnd = -1;
  private long audioEnd = -1;
  private long lastNewNs = -1;
  long longestWithoutSegmentNs;
  int discontinuities;
  long audioHoles;
  long shortFrames;
  long backwardSteps;
  long overlaps;

  /** Pictures that came a second time, in place of the first. */
  long overwritten;

  long forcedCuts;
  long sounds;

  /** Pictures of the slate, and frames of its silence. */
  long slates;

  long silences;
  private long keyframe = -1;

  /** What a player that began three segments behind has stood still so far. */
  long stalledNs;

  private long playingSinceNs = -1;
  private long bufferedNs;
  private final Map<Long, Long> discontinuityNumbers = new HashMap<>();
  private final ArrayDeque<List<Double>> pictureOffsetsS = new ArrayDeque<>();
  private List<ReadSample> soundBefore = List.of();
  private double worstLipSyncS;

  /** Where a picture stands longest, there are no lips to be in time with. */
  private double frozenFromS;

  private double frozenUntilS;

  void refresh(WindowSnapshot window, long nowNs) {
    MediaPlaylist playlist = parse(window);
    MediaPlaylist before = last;
    if (before != null) {
      assertEquals(before.targetDuration(), playlist.targetDuration());
      assertTrue(playlist.mediaSequence() >= before.mediaSequence(), "MSN went back");
      assertTrue(
          playlist.discontinuitySequence() >= before.discontinuitySequence(),
          "discontinuity sequence went back");
    }
    last = playlist;
    long msn = playlist.mediaSequence();
    long discontinuityNumber = playlist.discontinuitySequence();
    for (MediaSegment listed : playlist.mediaSegments()) {
      assertTrue(
          Math.round(listed.duration()) <= playlist.targetDuration(), "longer than the target");
      assertTrue(listed.programDateTime().isPresent(), "no program date time");
      discontinuityNumber += listed.discontinuity() ? 1 : 0;
      checkDiscontinuityNumber(msn, discontinuityNumber, listed.discontinuity());
      Segment segment = window.inMemory().get(msn);
      assertTrue(segment != null, "listed and not served");
      Segment known = seen.putIfAbsent(msn, segment);
      assertTrue(known == null || known.equals(segment), "a segment changed");
      if (known == null) {
        assertTrue(nextMsn < 0 || msn == nextMsn, "an MSN was left out");
        nextMsn = msn + 1;
        take(segment, nowNs);
      }
      msn++;
    }
  }

  /** hls.js and Apple's validator hold every MSN to the number that it first had. */
  private void checkDiscontinuityNumber(long msn, long number, boolean tagged) {
    Long before = discontinuityNumbers.putIfAbsent(msn, number);
    assertTrue(before == null || before == number, "the discontinuity number of a segment changed");
    Long previous = discontinuityNumbers.get(msn - 1);
    assertTrue(
        previous == null || number == previous + (tagged ? 1 : 0), "wrong discontinuity number");
  }

  /** What was measured so far is over and known: measures from now on. */
  void forgetRhythm() {
    lastNewNs = -1;
    longestWithoutSegmentNs = 0;
    playingSinceNs = -1;
    bufferedNs = 0;
    stalledNs = 0;
  }

  private void play(Segment segment, long nowNs) {
    if (playingSinceNs < 0 && bufferedNs >= 3L * 2_000_000_000L) {
      playingSinceNs = nowNs;
    }
    if (playingSinceNs >= 0) {
      stalledNs = Math.max(stalledNs, nowNs - playingSinceNs - bufferedNs);
    }
    bufferedNs += segment.durationUs() * 1000;
  }

  private static MediaPlaylist parse(WindowSnapshot window) {
    try {
      return new MediaPlaylistParser()
          .readPlaylist(live.understudy.hls.MediaPlaylist.write(window));
    } catch (PlaylistParserException e) {
      throw new AssertionError("not a playlist", e);
    }
  }

  private void take(Segment segment, long nowNs) {
    if (lastNewNs >= 0) {
      longestWithoutSegmentNs = Math.max(longestWithoutSegmentNs, nowNs - lastNewNs);
    }
    lastNewNs = nowNs;
    play(segment, nowNs);
    boolean fresh = segment.info().discontinuity() || videoEnd < 0;
    discontinuities += segment.info().discontinuity() ? 1 : 0;
    List<ReadSample> video = new ArrayList<>();
    List<ReadSample> audio = new ArrayList<>();
    for (var part : segment.parts()) {
      for (ReadSample sample : FragmentReader.samples(part.bytes().toArray())) {
        if (sample.track() == 1) {
          video.add(sample);
        } else {
          takeAudio(sample, fresh && audio.isEmpty());
          audio.add(sample);
        }
      }
    }
    takeLipSync(video, audio);
    takeVideo(segment, video, fresh);
  }

  /**
   * Sound and picture taken at one time are shown at one time, as far as whole frames permit. At a
   * joint the new leg's sound may fill what the old one's lacks, so its pictures may follow later.
   */
  private void takeLipSync(List<ReadSample> video, List<ReadSample> audio) {
    List<Double> offsetsS = new ArrayList<>();
    for (ReadSample sample : video) {
      if (isSlate(sample)) {
        continue;
      }
      double takenS = ByteBuffer.wrap(sample.data()).getLong(0) / (double) SimEncoder.FPS;
      offsetsS.add(sample.pts() / (double) SimEncoder.VIDEO_TIMESCALE - takenS);
      if (sample.duration() > 2 * SimEncoder.FRAME_TICKS) {
        frozenFromS = sample.dts() / (double) SimEncoder.VIDEO_TIMESCALE;
        frozenUntilS = (sample.dts() + sample.duration()) / (double) SimEncoder.VIDEO_TIMESCALE;
      }
    }
    pictureOffsetsS.addLast(offsetsS.stream().distinct().toList());
    if (pictureOffsetsS.size() > 3) {
      pictureOffsetsS.removeFirst();
    }
    for (ReadSample sample : soundBefore) {
      if (sample.data().length < SimEncoder.SOUND_BYTES) {
        silences++;
        continue;
      }
      double takenS = ByteBuffer.wrap(sample.data()).getLong(0) / (double) SimEncoder.AUDIO_RATE;
      double atS = sample.dts() / (double) SimEncoder.AUDIO_RATE;
      if (atS > frozenFromS && atS < frozenUntilS + 0.2) {
        continue;
      }
      double offsetS = atS - takenS;
      double error =
          pictureOffsetsS.stream()
              .flatMap(List::stream)
              .mapToDouble(picture -> Math.abs(picture - offsetS))
              .min()
              .orElse(0);
      worstLipSyncS = Math.max(worstLipSyncS, error);
    }
    soundBefore = audio;
  }

  /** The worst distance of a sound from its picture, seconds. */
  double worstLipSyncS() {
    return worstLipSyncS;
  }

  private void takeVideo(Segment segment, List<ReadSample> video, boolean fresh) {
    assertEquals(
        segment.info().independent(), video.getFirst().sync(), "what it says of its keyframe");
    forcedCuts += video.getFirst().sync() ? 0 : 1;
    long duration = 0;
    for (ReadSample sample : video) {
      assertTrue(sample.duration() > 0, "a frame without a duration");
      // Media Source: a decode step of more than twice the last duration drops all up to a
      // keyframe.
      shortFrames += sample.duration() < SimEncoder.FRAME_TICKS / 2 ? 1 : 0;
      duration += sample.duration();
    }
    double seconds = duration / (double) SimEncoder.VIDEO_TIMESCALE;
    boolean overlaps =
        !fresh && video.getFirst().sync() && video.getFirst().dts() < videoEnd - OVERLAP_TICKS;
    double overlapS =
        overlaps ? (videoEnd - video.getFirst().dts()) / (double) SimEncoder.VIDEO_TIMESCALE : 0;
    assertEquals(
        segment.durationUs() / 1e6 + overlapS,
        seconds,
        overlaps ? 0.5 / SimEncoder.FPS + 0.001 : 0.001,
        "EXTINF is the video's duration");
    long beginsPts = video.stream().mapToLong(ReadSample::pts).min().orElse(0);
    if (overlaps) {
      overwriteFrom(beginsPts);
    } else if (!fresh && video.getFirst().dts() != videoEnd) {
      stepsS.add((video.getFirst().dts() - videoEnd) / (double) SimEncoder.VIDEO_TIMESCALE);
      backwardSteps += video.getFirst().dts() < videoEnd ? 1 : 0;
    }
    videoEnd = video.getLast().dts() + video.getLast().duration();
    long[] order = video.stream().mapToLong(ReadSample::pts).toArray();
    long[] sorted = order.clone();
    Arrays.sort(sorted);
    for (long pts : sorted) {
      for (ReadSample sample : video) {
        if (sample.pts() == pts && isSlate(sample)) {
          slates++;
          break;
        }
        if (sample.pts() == pts) {
          keyframe = sample.sync() ? ByteBuffer.wrap(sample.data()).getLong(0) : keyframe;
          frames.add(ByteBuffer.wrap(sample.data()).getLong(0));
          framePts.add(pts);
          break;
        }
      }
    }
  }

  /** The keyframe before again. */
  private boolean isSlate(ReadSample sample) {
    return sample.sync() && ByteBuffer.wrap(sample.data()).getLong(0) == keyframe;
  }

  /** Media Source replaces what it has by what comes later for the same time. */
  private void overwriteFrom(long pts) {
    overlaps++;
    int keep = frames.size();
    while (keep > 0 && framePts.get(keep - 1) >= pts) {
      keep--;
    }
    overwritten += frames.size() - keep;
    frames.subList(keep, frames.size()).clear();
    framePts.subList(keep, framePts.size()).clear();
  }

  private void takeAudio(ReadSample sample, boolean fresh) {
    if (!fresh && audioEnd >= 0 && sample.dts() != audioEnd) {
      audioHoles++;
    }
    assertTrue(fresh || sample.dts() >= audioEnd, "sound overlaps");
    sounds++;
    audioEnd = sample.dts() + sample.duration();
  }

  /** How far the sound's end is from the picture's, seconds. */
  double soundBehindPictureS() {
    double video = videoEnd / (double) SimEncoder.VIDEO_TIMESCALE;
    return video - audioEnd / (double) SimEncoder.AUDIO_RATE;
  }

  /**
   * Camera frames between the first and the last that were never shown. The very end does not
   * count: where the program is stopped, a reorder group may be on its way.
   */
  long lost() {
    long first = frames.stream().mapToLong(Long::longValue).min().orElse(0);
    long last = frames.stream().mapToLong(Long::longValue).max().orElse(-1) - REORDERED_AT_MOST;
    long shown = frames.stream().filter(frame -> frame <= last).distinct().count();
    return last - first + 1 - shown;
  }

  /** Frames shown more than once. */
  long repeated() {
    return frames.size() - frames.stream().distinct().count();
  }

  long shown() {
    return frames.size();
  }

  long newestFrame() {
    return frames.isEmpty() ? -1 : frames.getLast();
  }

  long refreshes() {
    return seen.size();
  }

  List<Double> steps() {
    return stepsS;
  }

  boolean ended() {
    return last != null && !last.ongoing();
  }
}
