package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of one track alone, and streams whose codec changes while they run. */
class TracksTest extends DemuxerFixture {
  private static final int MAX_MEDIA_MS = IngestLimits.defaults().probe().maxMediaMs();
  private static final int MAX_ARRIVAL_MS = IngestLimits.defaults().probe().maxArrivalMs();

  @Test
  void soundAlone_configuredAfterTheProbesMediaAndNothingIsLost() throws BadInputException {
    int sent = 0;
    audio(0, "AF001190");
    while (configs().isEmpty() && sent < 100) {
      audio(sent * 64L / 3, "AF012110");
      sent++;
    }
    assertEquals(MAX_MEDIA_MS, (sent - 1) * 64 / 3, 22);
    assertNull(configs().getFirst().video());
    assertEquals("mp4a", Objects.requireNonNull(configs().getFirst().audio()).fourCc());
    assertEquals(sent, units(TrackType.AUDIO).size());
    audio(sent * 64L / 3, "AF012110");
    assertEquals(sent + 1, units(TrackType.AUDIO).size());
    assertEquals(sent * 1024L, units(TrackType.AUDIO).getLast().dts());
  }

  @Test
  void soundAlone_thatStallsAtOnce_configuredByTheClock() throws BadInputException {
    audio(0, "91 4F707573 FC01");
    demuxer.onTick((MAX_ARRIVAL_MS - 1) * MS_NS, events);
    assertEquals(List.of(), events);
    demuxer.onTick(MAX_ARRIVAL_MS * MS_NS, events);
    assertNull(configs().getFirst().video());
    assertEquals("Opus", Objects.requireNonNull(configs().getFirst().audio()).fourCc());
    assertEquals(1, units(TrackType.AUDIO).size());
  }

  @Test
  void pictureAlone_configuredAfterTheProbesMedia() throws BadInputException {
    List<MediaMessage> messages = FlvFile.messages("av1");
    for (int i = 0; i < 40 && configs().isEmpty(); i++) {
      if (i == 0) {
        message(messages.getFirst());
      }
      video(i * 40L, "A1 61763031 32 02 " + (i == 0 ? "10AA" : "30AA"));
    }
    assertNull(configs().getFirst().audio());
    assertEquals(MAX_MEDIA_MS / 40 + 2, units(TrackType.VIDEO).size());
  }

  @Test
  void soundAlone_thenPicturesToo_configuredWithBoth() throws BadInputException {
    audio(0, "AF001190");
    for (int i = 0; i < 60; i++) {
      audio(i * 64L / 3, "AF012110");
    }
    for (MediaMessage message : FlvFile.messages("hevc-open-gop")) {
      message(message);
    }
    end();
    assertEquals(2, configs().size());
    assertEquals("hvc1", Objects.requireNonNull(configs().getLast().video()).fourCc());
    assertEquals(configs().getFirst().audio(), configs().getLast().audio());
    assertEquals(13, units(TrackType.VIDEO).size());
  }

  @ParameterizedTest
  @CsvSource({
    "hevc-open-gop, av1",
    "av1, hevc-open-gop",
    "av1, vp9",
    "vp9, hevc-open-gop",
    "vp9, vp9-bt2020",
    "avc-anamorphic, hevc-open-gop",
    "ac3, eac3",
    "opus, ac3",
    "opus, opus-surround"
  })
  void codec_changesWhileRunning_configuredAgainAndAllUnitsComeOut(String first, String second)
      throws BadInputException {
    List<MediaMessage> messages = new ArrayList<>(FlvFile.messages(first));
    messages.addAll(FlvFile.messages(second));
    for (MediaMessage message : messages) {
      message(message);
    }
    end();
    assertEquals(2, configs().size());
    assertEquals(unitsAlone(first) + unitsAlone(second), units().size());
  }

  @Test
  void frames_ofAnotherCodecThanTheHeader_areDropped() throws BadInputException {
    message(FlvFile.messages("av1").getFirst());
    video(0, "A1 61763031 32 02 10AA");
    video(40, "A3 68766331 00000003 2601AA");
    video(80, "27 01 000000 00000002 65AA");
    audio(0, "AF001190");
    audio(0, "AF012110");
    end();
    assertEquals(1, units(TrackType.VIDEO).size());
    assertEquals(1, units(TrackType.AUDIO).size());
  }

  @Test
  void header_largerThanTheLimit_reason() {
    byte[] body = new byte[IngestLimits.defaults().media().maxHeaderBytes() + 6];
    System.arraycopy(bytes("90 68766331"), 0, body, 0, 5);
    BadInputException e =
        assertThrows(
            BadInputException.class, () -> message(new VideoMessage(1, 0, ByteSlice.of(body))));
    assertEquals("a sequence header of 65537 bytes", e.reason());
  }

  @Test
  void captions_inAPicture_areTold() throws BadInputException {
    message(FlvFile.messages("avc-anamorphic").getFirst());
    video(0, "17 01 000000 0000000C 06 04 08 B50031 47413934 03 80 00000002 65AA");
    video(40, "27 01 000000 00000002 41AA");
    end();
    assertEquals(
        List.of(true, false), units(TrackType.VIDEO).stream().map(AccessUnit::captions).toList());
    assertTrue(units(TrackType.VIDEO).getFirst().data().length() > 16, "SEI stays in the unit");
  }

  private static int unitsAlone(String name) throws BadInputException {
    DemuxerFixture alone = new DemuxerFixture() {};
    for (MediaMessage message : FlvFile.messages(name)) {
      alone.message(message);
    }
    alone.end();
    return alone.units().size();
  }
}
