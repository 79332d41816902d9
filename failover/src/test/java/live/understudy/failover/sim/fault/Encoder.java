package live.understudy.failover.sim.fault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import live.understudy.failover.sim.fault.Schedule.EncoderSetup;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.StreamConfig;
import live.understudy.media.VideoConfig;

/**
 * An encoder on the camera: what is coded says when it was taken and by whom. Whoever is attached
 * gets the same.
 */
final class Encoder {

  static final int SAMPLE_RATE = 48_000;
  static final int FRAME_TICKS = 1000;
  static final int HEADER_BYTES = 12;
  private static final int SMALLEST_BYTES = 64;
  private static final int SOUND_BYTES = 28;
  private static final int SILENCE_BYTES = 6;

  /** A coded frame with times of the encoder's own clock; {@code takenNs} of the camera's. */
  record Coded(
      boolean video,
      long dts,
      long pts,
      boolean keyframe,
      ByteSlice data,
      long hash,
      long takenNs,
      StreamConfig config) {}

  private final EncoderSetup setup;
  private final SplittableRandom random;
  private final List<Link> links = new ArrayList<>(2);
  private final List<Coded> reordered = new ArrayList<>(4);
  private final long frameNs;
  private long nextTakenNs;
  private long camera;
  private long pts;
  private long sound;
  private int parameterSet;
  private StreamConfig config;
  private boolean paused;
  boolean frozen;
  boolean silent;
  boolean soundLost;
  boolean halved;
  boolean keyframesStopped;
  private long speedPerMille = 1000;
  private long stampPerMille = 1000;
  private boolean reconfigure;

  Encoder(EncoderSetup setup, SplittableRandom random) {
    this.setup = setup;
    this.random = random;
    this.parameterSet = setup.parameterSet();
    this.config = configOf();
    long nominalNs = 1_000_000_000L / setup.framesPerSecond();
    this.frameNs = nominalNs + nominalNs * setup.driftPpm() / 1_000_000;
    this.nextTakenNs = setup.shutterNs();
  }

  private StreamConfig configOf() {
    byte[] avcC = {1, 100, 0, 31, (byte) parameterSet};
    int timescale = setup.framesPerSecond() * FRAME_TICKS;
    return new StreamConfig(
        new VideoConfig(
            "avc1", ByteSlice.of(avcC), "avc1.64001f", 640, 360, timescale, FRAME_TICKS),
        new AudioConfig(
            "mp4a",
            ByteSlice.of(new byte[] {0x11, (byte) 0x90}),
            "mp4a.40.2",
            SAMPLE_RATE,
            2,
            setup.samplesPerFrame()));
  }

  void attach(Link link) {
    links.add(link);
  }

  EncoderSetup setup() {
    return setup;
  }

  boolean isPaused() {
    return paused;
  }

  /** Whether time passes in what it sends as it does outside. */
  boolean keepsTime() {
    return !paused && speedPerMille == 1000 && stampPerMille == 1000;
  }

  /** Whether nothing is wrong with what it sends. */
  boolean isGood() {
    boolean spoiled = frozen || silent || soundLost || halved || keyframesStopped;
    return !spoiled && keepsTime();
  }

  void pause() {
    paused = true;
  }

  /** What was not encoded takes its time nevertheless. */
  void resume(long nowNs) {
    if (!paused) {
      return;
    }
    paused = false;
    reordered.clear();
    long missed = Math.max(0, (nowNs - nextTakenNs) / frameNs + 1);
    camera += missed;
    nextTakenNs += missed * frameNs;
    pts += missed * FRAME_TICKS;
    sound = Math.max(sound, pts * samplesPerTickTimes1000() / 1000 / setup.samplesPerFrame());
  }

  void slow(long perMille) {
    speedPerMille = perMille;
  }

  void warp(long perMille) {
    stampPerMille = perMille;
  }

  void reconfigure() {
    reconfigure = true;
  }

  void mend(long nowNs) {
    frozen = false;
    silent = false;
    soundLost = false;
    halved = false;
    keyframesStopped = false;
    speedPerMille = 1000;
    stampPerMille = 1000;
    // An encoder that could not keep up leaves out what it has not encoded.
    long missed = (nowNs - nextTakenNs) / frameNs;
    if (missed > 2) {
      camera += missed;
      nextTakenNs += missed * frameNs;
      pts += missed * FRAME_TICKS;
    }
  }

  private long samplesPerTickTimes1000() {
    return 1000L * SAMPLE_RATE / (setup.framesPerSecond() * (long) FRAME_TICKS);
  }

  /** Encodes what was taken by now. */
  void advance(long nowNs) {
    while (!paused && nextTakenNs <= nowNs) {
      encode();
      camera++;
      nextTakenNs += frameNs * 1000 / speedPerMille;
      pts += FRAME_TICKS * stampPerMille / 1000;
    }
  }

  private void encode() {
    boolean onGrid = Math.floorMod(camera + setup.phaseFrames(), setup.gopFrames()) == 0;
    boolean keyframe = onGrid && !keyframesStopped;
    if (keyframe && reconfigure) {
      reconfigure = false;
      flush();
      parameterSet++;
      config = configOf();
    }
    sendSound();
    if (halved && !keyframe && camera % 2 != 0) {
      return;
    }
    int bytes = Math.max(SMALLEST_BYTES, setup.usualBytes());
    if (bytes > SMALLEST_BYTES && !keyframe) {
      bytes = frozen ? HEADER_BYTES : bytes / 2 + random.nextInt(bytes);
    }
    ByteSlice data = ByteSlice.of(payload(bytes, nextTakenNs));
    long hash = mix(nextTakenNs + 31L * setup.id());
    Coded coded = new Coded(true, pts, pts, keyframe, data, hash, nextTakenNs, config);
    boolean last = Math.floorMod(camera + 1 + setup.phaseFrames(), setup.gopFrames()) == 0;
    if (keyframe) {
      flush();
    }
    reordered.add(coded);
    if (keyframe || last || reordered.size() > setup.bFrames()) {
      flush();
    }
  }

  /** I b b P: the P is sent first, then the b's that are shown before it. */
  private void flush() {
    int size = reordered.size();
    long shift = (long) setup.bFrames() * FRAME_TICKS;
    for (int i = 0; i < size; i++) {
      Coded coded = reordered.get(i == 0 ? size - 1 : i - 1);
      send(
          new Coded(
              true,
              reordered.get(i).pts(),
              coded.pts() + shift,
              coded.keyframe(),
              coded.data(),
              coded.hash(),
              coded.takenNs(),
              coded.config()),
          reordered.getLast().takenNs());
    }
    reordered.clear();
  }

  private void sendSound() {
    long shift = setup.bFrames() * FRAME_TICKS * samplesPerTickTimes1000() / 1000;
    long until = pts * samplesPerTickTimes1000() / 1000;
    int frame = setup.samplesPerFrame();
    while ((sound + 1) * frame <= until) {
      long at = sound * frame;
      int bytes = silent ? SILENCE_BYTES : SOUND_BYTES;
      byte[] data = new byte[bytes];
      if (!silent) {
        ByteBuffer.wrap(data).putLong(0, at).putInt(8, setup.id());
      }
      long hash = silent ? 1 : mix(at + 77L * setup.id());
      if (!soundLost) {
        long stamp = at + shift;
        send(
            new Coded(false, stamp, stamp, true, ByteSlice.of(data), hash, nextTakenNs, config),
            nextTakenNs);
      }
      sound++;
    }
  }

  private byte[] payload(int bytes, long takenNs) {
    byte[] data = new byte[bytes];
    ByteBuffer.wrap(data).putLong(0, takenNs).putInt(8, setup.id());
    return data;
  }

  private void send(Coded coded, long nowNs) {
    for (int i = 0; i < links.size(); i++) {
      links.get(i).take(coded, nowNs);
    }
  }

  private static long mix(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    return z ^ (z >>> 27);
  }
}
