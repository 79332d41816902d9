package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import live.understudy.failover.slate.Slate;
import live.understudy.hls.InitSection;
import live.understudy.hls.Packager;
import live.understudy.hls.PackagerConfig;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.demux.Demuxer;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.server.demo.FfmpegProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VP9 as FFmpeg encodes it, through demuxer, packager and slate, and decoded again. */
@Timeout(300)
class Vp9PlaysTest {
  private static final int FRAMES = 50;
  private static final int FLV_HEADER_BYTES = 13;
  private static final int FLV_TAG_BYTES = 11;
  private static final int VIDEO_TAG = 9;
  private static final String SPLIT = "vp9_superframe_split";

  @TempDir Path folder;

  @Test
  void size_changesWithoutAHeader_bothAreDecodedAndTheSlateToo() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    List<VideoMessage> messages = messages(encode(ffmpeg, "320x180"), 0);
    messages.addAll(withoutHeader(messages(encode(ffmpeg, "160x90"), FRAMES * 40)));
    List<SessionEvent> events = events(messages);
    Packager packager =
        new Packager(PackagerConfig.of(2, 1_000_000, 500_000), PackagerResume.FRESH);
    AccessUnit keyframe = pack(events, packager);
    StreamConfig config = configs(events).getLast();
    Slate slate =
        Objects.requireNonNull(Slate.of(config, keyframe, Slate.PICTURE_EVERY_NS), "a slate");
    slate.begin(4_000_000_000L, 0);
    slate.until(7_000_000_000L, 0).forEach(packager::add);
    packager.flush();

    assertEquals(2, configs(events).size());
    Map<InitSection, ByteArrayOutputStream> files = new LinkedHashMap<>();
    for (Segment segment : packager.drainSegments()) {
      ByteArrayOutputStream file =
          files.computeIfAbsent(segment.init(), _ -> new ByteArrayOutputStream());
      for (Part part : segment.parts()) {
        file.writeBytes(part.bytes().toArray());
      }
    }
    List<String> decoded = new ArrayList<>();
    for (Map.Entry<InitSection, ByteArrayOutputStream> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey().number() + ".mp4");
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(file.getKey().bytes());
      whole.writeBytes(file.getValue().toByteArray());
      Files.write(path, whole.toByteArray());
      decoded.add(probe(ffmpeg, path));
    }
    assertEquals(
        List.of(
            "vp9,Profile 0,320,180,bt709," + FRAMES, "vp9,Profile 0,160,90,bt709," + (FRAMES + 6)),
        decoded);
  }

  @Test
  void hiddenFrames_sentAlone_areTheSameStreamAsInSuperframes() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.load(Path.of("target", "ffmpeg").toAbsolutePath());
    Path whole = encode(ffmpeg, "320x180");
    Path split = folder.resolve("split.flv");
    run(
        ffmpeg.ffmpeg().toString(),
        "-loglevel",
        "error",
        "-i",
        whole.toString(),
        "-c",
        "copy",
        "-bsf:v",
        SPLIT,
        split.toString());
    List<VideoMessage> together = messages(whole, 0);
    List<VideoMessage> apart = messages(split, 0);
    assertTrue(apart.size() > together.size(), "some frames are not shown");
    List<AccessUnit> expected = units(events(together));
    List<AccessUnit> actual = units(events(apart));
    assertEquals(FRAMES, actual.size());
    for (int i = 0; i < FRAMES; i++) {
      assertEquals(expected.get(i).contentHash(), actual.get(i).contentHash(), "picture " + i);
      assertEquals(expected.get(i).data(), actual.get(i).data(), "picture " + i);
      assertEquals(expected.get(i).keyframe(), actual.get(i).keyframe(), "picture " + i);
    }
  }

  /** Two seconds, in two passes: else libvpx makes no frames that are not shown. */
  private Path encode(FfmpegProgram ffmpeg, String size) throws Exception {
    Path file = folder.resolve(size + ".flv");
    String options =
        "-loglevel error -f lavfi -i testsrc2=size=%s:rate=25 -frames:v %d -pix_fmt yuv420p"
            + " -vf setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709 -g 25"
            + " -c:v libvpx-vp9 -deadline good -cpu-used 5 -lag-in-frames 16 -auto-alt-ref 1"
            + " -b:v 200k -y";
    for (String pass : List.of("1", "2")) {
      List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
      command.addAll(List.of(options.formatted(size, FRAMES).split(" ")));
      command.addAll(List.of("-passlogfile", folder.resolve(size).toString(), "-pass", pass));
      command.add(file.toString());
      run(command.toArray(String[]::new));
    }
    return file;
  }

  private static List<VideoMessage> messages(Path flv, long fromMs) throws Exception {
    byte[] bytes = Files.readAllBytes(flv);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<VideoMessage> messages = new ArrayList<>();
    for (int at = FLV_HEADER_BYTES; at < bytes.length; ) {
      int size = in.getInt(at) & 0xFFFFFF;
      int ms = in.getInt(at + 4) >>> 8;
      if (bytes[at] == VIDEO_TAG) {
        ByteSlice body = ByteSlice.of(bytes).slice(at + FLV_TAG_BYTES, size);
        messages.add(new VideoMessage(1, fromMs + ms, body));
      }
      at += FLV_TAG_BYTES + size + 4;
    }
    return messages;
  }

  private static List<VideoMessage> withoutHeader(List<VideoMessage> messages) {
    return messages.stream().filter(m -> (m.body().unsignedByte(0) & 0x0F) == 1).toList();
  }

  private static List<SessionEvent> events(List<VideoMessage> messages) throws Exception {
    Demuxer demuxer = new Demuxer(IngestLimits.defaults());
    List<SessionEvent> events = new ArrayList<>();
    for (VideoMessage message : messages) {
      demuxer.onMessage(message, 0, events);
    }
    demuxer.end("over", events);
    return events;
  }

  /** Packages everything; the last keyframe. */
  private static AccessUnit pack(List<SessionEvent> events, Packager packager) {
    AccessUnit keyframe = units(events).getFirst();
    for (SessionEvent event : events) {
      if (event instanceof SessionEvent.Configured(StreamConfig config)) {
        packager.configure(config);
      } else if (event instanceof SessionEvent.Unit(AccessUnit unit)) {
        packager.add(unit);
        keyframe = unit.keyframe() ? unit : keyframe;
      }
    }
    return keyframe;
  }

  private static List<AccessUnit> units(List<SessionEvent> events) {
    return events.stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .toList();
  }

  private static List<StreamConfig> configs(List<SessionEvent> events) {
    return events.stream()
        .filter(SessionEvent.Configured.class::isInstance)
        .map(event -> ((SessionEvent.Configured) event).config())
        .toList();
  }

  /** What a decoder finds; it has nothing to complain of. */
  private static String probe(FfmpegProgram ffmpeg, Path file) throws Exception {
    String complaints =
        run(
            ffmpeg.ffmpeg().toString(),
            "-nostdin",
            "-v",
            "warning",
            "-i",
            file.toString(),
            "-f",
            "null",
            "-");
    assertEquals("", complaints);
    return run(
            ffmpeg.ffprobe().toString(),
            "-v",
            "error",
            "-count_frames",
            "-show_entries",
            "stream=codec_name,profile,width,height,color_space,nb_read_frames",
            "-of",
            "csv=p=0",
            file.toString())
        .strip();
  }

  /** Runs a program that must not fail; what it writes. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
