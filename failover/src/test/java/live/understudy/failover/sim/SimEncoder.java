package live.understudy.failover.sim;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timecode;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;

/**
 * One encoder on the shared camera, and its link to the server. Frame n of the camera is taken at
 * n/30 s of virtual time; the coded data says n, so that what viewers get can be counted.
 */
final class SimEncoder {

  static final int FPS = 30;
  static final int FRAME_TICKS = 1000;
  static final int VIDEO_TIMESCALE = FPS * FRAME_TICKS;
  static final int AUDIO_RATE = 48_000;

  /** More than any frame of silence has. */
  static final int SOUND_BYTES = 40;

  static final int AUDIO_FRAME = 1024;

  private static final long WALL_ZERO_NS = 1_700_000_000_000_000_000L;

  /** What does not change over an encoder's life. */
  record Setup(
      long encodeSeed,
      int gopFrames,
      int gopPhase,
      int bFrames,
      long latencyNs,
      long jitterNs,
      int sps) {}

  private final Setup setup;
  private final Random random;
  private final ArrayDeque<SessionEvent> inFlight = new ArrayDeque<>();
  private final ArrayDeque<Long> arrivals = new ArrayDeque<>();
  private final List<AccessUnit> reorder = new ArrayList<>();
  private long firstFrame = -1;
  private long firstSample = -1;
  private long nextFrame;
  private long nextAudio;
  private boolean connected;
  private boolean paused;
  private long lastArrivalNs;
  private boolean keyframeSent;
  private int sincePair;
  private long clockPpm;
  private boolean videoOnly;
  private boolean soundAlone;
  private long throttledSinceNs = -1;
  private double throttle;
  private long timestampJumpMs;
  private boolean timecodes;
  private long timecodeErrorNs;

  SimEncoder(Setup setup, Random random) {
    this.setup = setup;
    this.random = random;
  }

  /** A camera clock that runs this much too fast. */
  SimEncoder drifting(long ppm) {
    clockPpm = ppm;
    return this;
  }

  /** Every keyframe says when it was taken, by a clock that is off by so much. */
  SimEncoder withTimecodes(long errorMs) {
    timecodes = true;
    timecodeErrorNs = errorMs * 1_000_000;
    return this;
  }

  /** No sound track at all. */
  SimEncoder videoOnly() {
    videoOnly = true;
    return this;
  }

  /** No pictures at all. */
  SimEncoder soundAlone() {
    soundAlone = true;
    return this;
  }

  /** From now on the link loses {@code rate} seconds every second. */
  void throttle(double rate, long nowNs) {
    throttle = rate;
    throttledSinceNs = nowNs;
  }

  /** Timestamps of what is encoded from now on are so much later. */
  void jumpTimestamps(long ms) {
    timestampJumpMs += ms;
  }

  /** A burst of jitter: nothing arrives for a while, then everything at once; nothing is lost. */
  void delayLink(long ms, long nowNs) {
    lastArrivalNs = Math.max(lastArrivalNs, nowNs + ms * 1_000_000);
  }

  /** When the camera took what has session time zero. */
  long sessionZeroNs() {
    return (firstFrame - setup.bFrames()) * 1_000_000_000L / FPS;
  }

  boolean isConnected() {
    return connected;
  }

  boolean delivers() {
    return connected && !paused && keyframeSent;
  }

  StreamConfig config() {
    byte[] avcC = {1, 100, 0, 31, (byte) setup.sps()};
    return new StreamConfig(
        soundAlone
            ? null
            : new VideoConfig(
                "avc1", ByteSlice.of(avcC), "avc1.64001f", 640, 360, VIDEO_TIMESCALE, FRAME_TICKS),
        videoOnly
            ? null
            : new AudioConfig(
                "mp4a",
                ByteSlice.of(new byte[] {0x11, (byte) 0x90}),
                "mp4a.40.2",
                AUDIO_RATE,
                2,
                AUDIO_FRAME));
  }

  void connect(long nowNs) {
    connected = true;
    paused = false;
    timestampJumpMs = 0;
    throttledSinceNs = -1;
    keyframeSent = false;
    // As real encoders do, a connection begins with a keyframe of the encode that runs anyway.
    firstFrame = frameAt(nowNs) + 1;
    firstFrame += Math.floorMod(-firstFrame - setup.gopPhase(), setup.gopFrames());
    nextFrame = firstFrame;
    firstSample = firstFrame * AUDIO_RATE / FPS;
    nextAudio = 0;
    inFlight.clear();
    arrivals.clear();
    reorder.clear();
    sincePair = 0;
    lastArrivalNs = nowNs;
  }

  void disconnect() {
    connected = false;
    inFlight.clear();
    arrivals.clear();
  }

  /** A stopped process or a black hole: nothing comes, and nobody says so. */
  void setPaused(boolean value, long nowNs) {
    paused = value;
    if (!value) {
      long resumed = Math.max(nextFrame, frameAt(nowNs));
      // What was not encoded takes its time nevertheless.
      sincePair += Math.toIntExact(resumed - nextFrame) + reorder.size();
      nextFrame = resumed;
      nextAudio = Math.max(nextAudio, ((nextFrame * AUDIO_RATE / FPS) - firstSample) / AUDIO_FRAME);
      reorder.clear();
    }
  }

  private long frameAt(long nowNs) {
    return (nowNs + nowNs / 1_000_000 * clockPpm) * FPS / 1_000_000_000L;
  }

  /** Encodes what the camera has taken by now. */
  void advance(long nowNs) {
    if (!connected || paused) {
      return;
    }
    while (frameAt(nowNs) >= nextFrame) {
      encode(nextFrame, takenNs(nextFrame));
      nextFrame++;
    }
  }

  private long takenNs(long frame) {
    long cameraNs = frame * 1_000_000_000L / FPS;
    return cameraNs - cameraNs / 1_000_000 * clockPpm;
  }

  private void encode(long frame, long takenNs) {
    long audioUntil = (frame * AUDIO_RATE / FPS) - firstSample;
    while ((nextAudio + 1) * AUDIO_FRAME <= audioUntil) {
      AccessUnit sound = audioUnit(nextAudio++);
      if (!videoOnly) {
        send(sound, takenNs);
      }
    }
    boolean keyframe = Math.floorMod(frame + setup.gopPhase(), setup.gopFrames()) == 0;
    keyframeSent |= keyframe;
    boolean last = Math.floorMod(frame + 1 + setup.gopPhase(), setup.gopFrames()) == 0;
    if (setup.bFrames() == 0 || keyframe) {
      flushReorder(takenNs);
      sendPicture(videoUnit(frame, keyframe), takenNs);
      return;
    }
    // I b b P: the P is sent first, then the b's that are shown before it.
    reorder.add(videoUnit(frame, false));
    if (reorder.size() > setup.bFrames() || last) {
      reorder.addFirst(reorder.removeLast());
      flushReorder(takenNs);
    }
  }

  private void flushReorder(long takenNs) {
    for (AccessUnit unit : reorder) {
      sendPicture(unit, takenNs);
    }
    reorder.clear();
  }

  private void sendPicture(AccessUnit unit, long takenNs) {
    if (!soundAlone) {
      send(unit, takenNs);
    }
  }

  private AccessUnit videoUnit(long frame, boolean keyframe) {
    byte[] data = new byte[64];
    ByteBuffer.wrap(data).putLong(0, frame).putLong(8, setup.encodeSeed());
    long hash = setup.encodeSeed() * 31 + frame * 0x9E3779B97F4A7C15L;
    return new AccessUnit(
        TrackType.VIDEO,
        (frame - firstFrame) * FRAME_TICKS,
        0,
        keyframe,
        ByteSlice.of(data),
        hash,
        0,
        false,
        keyframe && timecodes ? timecode(frame) : null,
        List.of());
  }

  private Timecode timecode(long frame) {
    return Timecode.utc(WALL_ZERO_NS + frame * 1_000_000_000L / FPS + timecodeErrorNs);
  }

  private AccessUnit audioUnit(long index) {
    byte[] data = new byte[SOUND_BYTES];
    ByteBuffer.wrap(data).putLong(0, firstSample + index * AUDIO_FRAME);
    return new AccessUnit(
        TrackType.AUDIO, index * AUDIO_FRAME, 0, true, ByteSlice.of(data), index, 0);
  }

  /**
   * Decode times are the order of sending, shifted so that nothing is shown before it is decoded.
   */
  private void send(AccessUnit unit, long takenNs) {
    long delay =
        setup.latencyNs() + (setup.jitterNs() == 0 ? 0 : random.nextLong(setup.jitterNs()));
    if (throttledSinceNs >= 0 && takenNs > throttledSinceNs) {
      delay += (long) ((takenNs - throttledSinceNs) * throttle);
    }
    long arrivesNs = Math.max(lastArrivalNs, takenNs + delay);
    lastArrivalNs = arrivesNs;
    AccessUnit sent = unit;
    if (unit.track() == TrackType.VIDEO) {
      long dts = (long) sincePair++ * FRAME_TICKS;
      long shift = (long) setup.bFrames() * FRAME_TICKS;
      int offset = Math.toIntExact(unit.dts() + shift - dts);
      sent =
          new AccessUnit(
              TrackType.VIDEO,
              dts + timestampJumpMs * VIDEO_TIMESCALE / 1000,
              offset,
              unit.keyframe(),
              unit.data(),
              unit.contentHash(),
              arrivesNs,
              false,
              unit.timecode(),
              List.of());
    } else {
      long shiftSamples = (long) setup.bFrames() * AUDIO_RATE / FPS;
      sent =
          new AccessUnit(
              TrackType.AUDIO,
              unit.dts() + shiftSamples + timestampJumpMs * AUDIO_RATE / 1000,
              0,
              true,
              unit.data(),
              unit.contentHash(),
              arrivesNs);
    }
    inFlight.add(new SessionEvent.Unit(sent));
    arrivals.add(arrivesNs);
  }

  /** The next event that has arrived by now, or null. */
  @Nullable SessionEvent poll(long nowNs) {
    Long arrival = arrivals.peek();
    if (arrival == null || arrival > nowNs) {
      return null;
    }
    arrivals.poll();
    return inFlight.poll();
  }
}
