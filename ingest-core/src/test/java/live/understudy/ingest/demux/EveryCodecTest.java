package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.Timecode;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams of every codec that FFmpeg 8 wrote: dumped and compared with a golden text, and broken in
 * every way. Goldens are written anew with {@code -Dupdate.goldens=true}.
 */
class EveryCodecTest {
  private static final int MUTATIONS = 2_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avc-anamorphic",
        "avc-timecode",
        "avc-timecode-midnight",
        "hevc-open-gop",
        "av1",
        "av1-hdr",
        "vp9",
        "vp9-bt2020",
        "opus",
        "opus-surround",
        "ac3",
        "eac3"
      })
  void stream_whole_goldenDump(String name) throws IOException, BadInputException {
    String dump = dump(FlvFile.messages(name));
    Path golden = FlvFile.FOLDER.resolve(name + ".dump");
    if (Boolean.getBoolean("update.goldens")) {
      Files.writeString(golden, dump);
    }
    assertEquals(Files.readString(golden), dump);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avc-anamorphic",
        "avc-timecode",
        "hevc-open-gop",
        "av1",
        "vp9",
        "opus-surround",
        "ac3",
        "eac3"
      })
  void stream_everyPrefixOfEveryMessage_eventsOrAReason(String name) {
    List<MediaMessage> messages = FlvFile.messages(name);
    int refused = 0;
    for (int i = 0; i < Math.min(4, messages.size()); i++) {
      byte[] body = FlvFile.body(messages.get(i));
      for (int length = 0; length < body.length; length++) {
        List<MediaMessage> broken = new ArrayList<>(messages);
        broken.set(i, FlvFile.withBody(messages.get(i), Arrays.copyOf(body, length)));
        refused += isRefused(broken) ? 1 : 0;
      }
    }
    assertTrue(refused > 5, refused + " prefixes were refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avc-anamorphic",
        "avc-timecode",
        "hevc-open-gop",
        "av1",
        "av1-hdr",
        "vp9",
        "opus-surround",
        "ac3",
        "eac3"
      })
  void stream_mutated_eventsOrAReason(String name) {
    List<MediaMessage> messages = FlvFile.messages(name);
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Random random = new Random(seed);
      List<MediaMessage> broken = new ArrayList<>(messages);
      int at = random.nextInt(Math.min(4, messages.size()));
      byte[] body = FlvFile.body(messages.get(at));
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        body[random.nextInt(Math.min(body.length, 120))] = (byte) random.nextInt(256);
      }
      broken.set(at, FlvFile.withBody(messages.get(at), body));
      refused += isRefused(broken) ? 1 : 0;
    }
    assertTrue(refused > 0 && refused < MUTATIONS, refused + " were refused");
  }

  @Test
  void hevc_joinedAtTheBeginning_allPicturesAreKept() throws BadInputException {
    List<AccessUnit> units = units(FlvFile.messages("hevc-open-gop"));
    assertEquals(13, units.size());
    assertEquals(3, units.stream().filter(AccessUnit::keyframe).count());
  }

  @Test
  void hevc_joinedAtAnOpenGroup_picturesThatReferBeforeItAreDropped() throws BadInputException {
    List<MediaMessage> messages = FlvFile.messages("hevc-open-gop");
    List<AccessUnit> whole = units(messages);
    int second = 1;
    while (!whole.get(second).keyframe()) {
      second++;
    }
    // The header and the colours come first.
    List<MediaMessage> joined = new ArrayList<>(messages.subList(0, 2));
    joined.addAll(messages.subList(2 + second, messages.size()));
    List<AccessUnit> units = units(joined);
    AccessUnit keyframe = units.getFirst();
    long joinedAt = whole.get(second).pts();
    assertEquals(whole.get(second).contentHash(), keyframe.contentHash());
    long leading =
        whole.subList(second, whole.size()).stream().filter(unit -> unit.pts() < joinedAt).count();
    assertTrue(leading > 0, "the group is open");
    assertEquals(whole.size() - second - leading, units.size());
    assertFalse(units.stream().anyMatch(unit -> unit.pts() < keyframe.pts()));
  }

  private static boolean isRefused(List<MediaMessage> messages) {
    try {
      dump(messages);
      return false;
    } catch (BadInputException e) {
      assertFalse(e.reason().isEmpty());
      return true;
    }
  }

  private static List<AccessUnit> units(List<MediaMessage> messages) throws BadInputException {
    return events(messages).stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .toList();
  }

  private static List<SessionEvent> events(List<MediaMessage> messages) throws BadInputException {
    Demuxer demuxer = new Demuxer(IngestLimits.defaults());
    List<SessionEvent> events = new ArrayList<>();
    for (MediaMessage message : messages) {
      demuxer.onMessage(message, 0, events);
    }
    demuxer.end("over", events);
    return events;
  }

  private static String dump(List<MediaMessage> messages) throws BadInputException {
    StringBuilder dump = new StringBuilder();
    for (SessionEvent event : events(messages)) {
      switch (event) {
        case SessionEvent.Configured(StreamConfig(VideoConfig video, AudioConfig audio)) -> {
          write(dump, video);
          write(dump, audio);
        }
        case SessionEvent.Unit(AccessUnit unit) ->
            dump.append(
                "%s dts=%d cts=%d %s bytes=%d hash=%016x%s%n"
                    .formatted(
                        unit.track(),
                        unit.dts(),
                        unit.compositionOffset(),
                        unit.keyframe() ? "key" : "-",
                        unit.data().length(),
                        unit.contentHash(),
                        time(unit)));
        default -> dump.append(event).append('\n');
      }
    }
    return dump.toString();
  }

  private static String time(AccessUnit unit) {
    Timecode timecode = unit.timecode();
    return timecode == null ? "" : " timecode=%.3fs".formatted(timecode.ns() / 1e9);
  }

  private static void write(StringBuilder dump, @Nullable CodecConfig config) {
    if (config == null) {
      return;
    }
    byte[] record =
        switch (config) {
          case VideoConfig video -> video.decoderConfig().toArray();
          case AudioConfig audio -> audio.decoderConfig().toArray();
        };
    dump.append(config).append("\n  ").append(HexFormat.of().formatHex(record)).append('\n');
  }
}
