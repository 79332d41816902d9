package live.understudy.failover.sim.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.understudy.hls.Part;

/**
 * What a player has on its timeline, as Media Source keeps it: what comes later for the same time
 * takes the place of what is there. Checks that decode times go on without a step.
 */
final class Reel {

  /** A picture. {@code takenNs} tells it; {@code source} is who encoded it. */
  record Picture(long ptsNs, long takenNs, int source, boolean keyframe, int order) {}

  private final int timescale;
  private long[] pts = new long[1024];
  private long[] taken = new long[1024];
  private int[] source = new int[1024];
  private byte[] flags = new byte[1024];
  private int size;
  private int init = -1;
  private long videoEnd = Long.MIN_VALUE;
  private long audioEnd = Long.MIN_VALUE;
  private boolean freshSound;
  private long lastFrame;
  private long lastKeyTaken = Long.MIN_VALUE;

  int discontinuities;
  int overlaps;
  int slates;
  int silences;
  int sounds;
  int audioHoles;
  int steps;
  int forcedCuts;
  long longestAudioHole;

  /** {@code timescale} of the pictures of all encoders. */
  Reel(int timescale) {
    this.timescale = timescale;
  }

  void take(Part part, int initNumber, boolean discontinuity, boolean early, long nowNs) {
    boolean fresh = discontinuity || initNumber != init;
    if (initNumber != init && init >= 0 && !discontinuity) {
      throw new BrokenPromise("another init section without a tag");
    }
    init = initNumber;
    discontinuities += discontinuity ? 1 : 0;
    // Sound may come in a later part only: it belongs to the new timeline all the same.
    freshSound |= fresh;
    byte[] bytes = part.bytes().toArray();
    int moof = int32(bytes, 0);
    int at = 8;
    boolean anyVideo = false;
    while (at < moof) {
      int box = int32(bytes, at);
      if (int32(bytes, at + 4) == 0x74726166) {
        int track = int32(bytes, at + 8 + 12);
        int tfhd = int32(bytes, at + 8);
        int tfdt = at + 8 + tfhd;
        long dts = int64(bytes, tfdt + 12);
        int trun = tfdt + int32(bytes, tfdt);
        if (track == 1) {
          anyVideo = true;
          takeVideo(part, bytes, trun, dts, fresh);
        } else {
          takeAudio(bytes, trun, dts);
        }
      }
      at += box;
    }
    if (!anyVideo && part.index() == 0) {
      throw new BrokenPromise("a segment begins without a picture");
    }
  }

  private void takeVideo(Part part, byte[] bytes, int trun, long firstDts, boolean fresh) {
    int count = int32(bytes, trun + 12);
    int data = int32(bytes, trun + 16);
    int at = trun + 20;
    long dts = firstDts;
    for (int i = 0; i < count; i++, at += 16) {
      long duration = int32(bytes, at) & 0xFFFFFFFFL;
      int length = int32(bytes, at + 4);
      boolean sync = (int32(bytes, at + 8) & 0x10000) == 0;
      long shown = dts + int32(bytes, at + 12);
      if (duration <= 0) {
        throw new BrokenPromise("a picture without a duration");
      }
      if (i == 0) {
        begins(part, dts, shown, sync, fresh);
      }
      add(shown, int64(bytes, data), int32(bytes, data + 8), sync);
      data += length;
      dts += duration;
      lastFrame = duration;
    }
    videoEnd = dts;
  }

  private void begins(Part part, long dts, long shown, boolean sync, boolean fresh) {
    if (part.independent() != sync) {
      throw new BrokenPromise("INDEPENDENT is not true");
    }
    forcedCuts += !sync && part.index() == 0 ? 1 : 0;
    if (fresh || videoEnd == Long.MIN_VALUE) {
      if (!sync) {
        throw new BrokenPromise("a timeline begins without a keyframe");
      }
      return;
    }
    long step = dts - videoEnd;
    if (sync && step < -Encoder.FRAME_TICKS / 2) {
      overlaps++;
      overwrite(shown);
    } else if (step < 0 || step > 2 * Math.max(lastFrame, Encoder.FRAME_TICKS)) {
      // Media Source drops everything up to the next keyframe.
      steps++;
    }
  }

  private void overwrite(long from) {
    int keep = 0;
    for (int i = 0; i < size; i++) {
      if (pts[i] < from) {
        pts[keep] = pts[i];
        taken[keep] = taken[i];
        source[keep] = source[i];
        flags[keep++] = flags[i];
      }
    }
    size = keep;
  }

  private void add(long shown, long takenNs, int by, boolean sync) {
    if (size == pts.length) {
      pts = Arrays.copyOf(pts, 2 * size);
      taken = Arrays.copyOf(taken, 2 * size);
      source = Arrays.copyOf(source, 2 * size);
      flags = Arrays.copyOf(flags, 2 * size);
    }
    boolean slate = sync && takenNs == lastKeyTaken;
    slates += slate ? 1 : 0;
    lastKeyTaken = sync ? takenNs : lastKeyTaken;
    pts[size] = shown;
    taken[size] = takenNs;
    source[size] = by;
    flags[size++] = (byte) (sync ? 1 : 0);
  }

  private void takeAudio(byte[] bytes, int trun, long firstDts) {
    int count = int32(bytes, trun + 12);
    int at = trun + 20;
    if (!freshSound && audioEnd != Long.MIN_VALUE) {
      if (firstDts < audioEnd) {
        throw new BrokenPromise("sound overlaps");
      }
      audioHoles += firstDts > audioEnd ? 1 : 0;
      longestAudioHole = Math.max(longestAudioHole, firstDts - audioEnd);
    }
    freshSound = false;
    long dts = firstDts;
    for (int i = 0; i < count; i++, at += 8) {
      dts += int32(bytes, at);
      silences += int32(bytes, at + 4) < 12 ? 1 : 0;
    }
    sounds += count;
    audioEnd = dts;
  }

  /** In the order in which they are shown. */
  List<Picture> shown() {
    List<Picture> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      long ns = pts[i] * 1_000_000_000L / timescale;
      all.add(new Picture(ns, taken[i], source[i], flags[i] != 0, i));
    }
    all.sort((a, b) ->
        a.ptsNs() != b.ptsNs()
            ? Long.compare(a.ptsNs(), b.ptsNs())
            : Integer.compare(a.order(), b.order()));
    return all;
  }

  /** When the newest picture was taken; MIN_VALUE before there was one. */
  long newestTakenNs() {
    return size == 0 ? Long.MIN_VALUE : taken[size - 1];
  }

  /** How much longer the pictures are than the sound, seconds. */
  double soundBehindS() {
    return (double) videoEnd / timescale - (double) audioEnd / Encoder.SAMPLE_RATE;
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  private static long int64(byte[] bytes, int at) {
    return (long) int32(bytes, at) << 32 | int32(bytes, at + 4) & 0xFFFFFFFFL;
  }
}
