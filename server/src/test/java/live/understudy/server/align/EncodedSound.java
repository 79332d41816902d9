package live.understudy.server.align;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.understudy.failover.align.CodedSound;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.AudioMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.server.demo.FfmpegProgram;
import org.jspecify.annotations.Nullable;

/**
 * Sound as a real encoder sends it: FFmpeg's FLV, read by the demuxer of the ingest.
 *
 * @param coded what arrived
 * @param contentNs session time of the first sample that went into the encoder
 */
record EncodedSound(CodedSound coded, long contentNs) {
  private static final int FLV_HEADER_BYTES = 13;
  private static final int TAG_BYTES = 11;
  private static final long SECOND_NS = 1_000_000_000L;

  /** What a scene sounds like at 48 kHz: bursts of coloured noise over quiet noise. */
  static float[] scene(long seed, int seconds) {
    Random random = new Random(seed);
    float[] out = new float[seconds * 48_000];
    int at = 0;
    while (at < out.length) {
      int length = 2_000 + random.nextInt(9_000);
      double loudness = random.nextInt(5) == 0 ? 0 : 0.05 + 0.1 * random.nextDouble();
      double angle = 2 * Math.PI * (300 + 2500 * random.nextDouble()) / 48_000;
      double before = 0;
      double last = 0;
      for (int i = 0; i < length && at < out.length; i++, at++) {
        double next = 0.1 * random.nextGaussian() + 1.94 * Math.cos(angle) * last - 0.9409 * before;
        before = last;
        last = next;
        out[at] = (float) (loudness * Math.sin(Math.PI * i / length) * next);
      }
    }
    return out;
  }

  /** From second {@code fromS} on, heard by a clock that is {@code ppm} fast. */
  static float[] taken(float[] scene, double fromS, double lengthS, int rate, double ppm) {
    float[] out = new float[(int) (lengthS * rate)];
    double perSample = 48_000 / (rate * (1 + ppm * 1e-6));
    for (int i = 0; i < out.length; i++) {
      double at = fromS * 48_000 + i * perSample;
      int index = (int) at;
      double fraction = at - index;
      out[i] = (float) (scene[index] * (1 - fraction) + scene[index + 1] * fraction);
    }
    return out;
  }

  /** {@code primingSamples}: how many the encoder begins with that are not of the scene. */
  static EncodedSound encode(float[] mono, int rate, int primingSamples, String... options)
      throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-hide_banner", "-loglevel", "error"));
    command.addAll(List.of("-f", "f32le", "-ar", rate + "", "-ch_layout", "mono", "-i", "pipe:0"));
    command.addAll(List.of(options));
    command.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize", "pipe:1"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread.ofVirtual().start(() -> feed(process, mono));
    CodedSound coded = demux(process.getInputStream().readAllBytes());
    long firstTicks = coded.units().getFirst().pts();
    long contentNs =
        firstTicks * SECOND_NS / coded.config().timescale() + primingSamples * SECOND_NS / rate;
    return new EncodedSound(coded, contentNs);
  }

  private static void feed(Process process, float[] mono) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * mono.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : mono) {
      bytes.putFloat(sample);
    }
    try (OutputStream out = process.getOutputStream()) {
      out.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CodedSound demux(byte[] flv) throws BadInputException {
    Demuxer demuxer = new Demuxer(IngestLimits.defaults());
    List<SessionEvent> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(flv);
    for (int at = FLV_HEADER_BYTES; at < flv.length; ) {
      int size = in.getInt(at) & 0xFFFFFF;
      long timestampMs = in.getInt(at + 4) >>> 8 | (flv[at + 7] & 0xFFL) << 24;
      if (flv[at] == 8) {
        ByteSlice body = ByteSlice.of(flv).slice(at + TAG_BYTES, size);
        demuxer.onMessage(new AudioMessage(1, timestampMs, body), timestampMs * 1_000_000, events);
      }
      at += TAG_BYTES + size + 4;
    }
    demuxer.end("the file ended", events);
    @Nullable AudioConfig config = null;
    List<AccessUnit> units = new ArrayList<>();
    for (SessionEvent event : events) {
      if (event instanceof SessionEvent.Configured configured) {
        config = configured.config().audio();
      } else if (event instanceof SessionEvent.Unit unit) {
        units.add(unit.unit());
      }
    }
    if (config == null) {
      throw new AssertionError("no sound came");
    }
    return new CodedSound(1, config, units);
  }
}
