package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

class DemuxerTest extends DemuxerFixture {
  private static final String SPS_1080P25 =
      "67640028ACD940780227E5C044000003000400000300C83C60C658";
  private static final String SPS_720P25 = "6764002AACD9405005BB011000000300100000030320F1831960";

  @Test
  void onMessage_bothTracks_configuredFirstThenAllUnitsInOrder() throws BadInputException {
    metadata("test 1.0");
    audioHeader("1190");
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      video(i * 40, i == 0, 80);
      audio(i * 40);
    }
    assertTrue(events.get(0) instanceof SessionEvent.Configured);
    assertEquals(new SessionEvent.Described("test 1.0"), events.get(1));
    StreamConfig config = configs().getFirst();
    assertEquals(25_000, Objects.requireNonNull(config.video()).timescale());
    assertEquals(48_000, Objects.requireNonNull(config.audio()).timescale());
    List<AccessUnit> video = units(TrackType.VIDEO);
    assertEquals(30, video.size());
    assertEquals(30, units(TrackType.AUDIO).size());
    assertEquals(29_000, video.getLast().dts());
    assertEquals(2_000, video.getLast().compositionOffset());
    assertTrue(video.getFirst().keyframe() && !video.getLast().keyframe());
  }

  @Test
  void onMessage_otherTracks_areNamedOnceEachAndCarryNothing() throws BadInputException {
    // Two tracks of one codec: the default one is empty, track 3 is not.
    String two = "96 13 61766331 00 000000 03 000004 AABBCCDD";
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 20; i++) {
      video(i * 40, i == 0, 0);
      video(i * 40, two);
    }
    demuxer.onTick(nowNs, events);
    assertEquals(20, units(TrackType.VIDEO).size());
    OtherTrack third = OtherTrack.of(TrackType.VIDEO, 3, "avc1");
    assertEquals(List.of(List.of(third)), others());
    assertTrue(events.indexOf(new SessionEvent.OtherTracks(List.of(third))) > 0);
    assertTrue(events.getFirst() instanceof SessionEvent.Configured);

    audio(800, "95114F70757301000001FC");
    audio(800, "95114F70757301000001FC");
    OtherTrack sound = OtherTrack.of(TrackType.AUDIO, 1, "Opus");
    assertEquals(List.of(List.of(third), List.of(third, sound)), others());

    // A second track that is cut short takes nothing from the first one.
    video(840, "96 13 61766331 00 000000 04 0000FF AA");
    for (int id = 16; id < 100; id++) {
      video(840, "96 23 61766331 %02X 000001 AA".formatted(id));
    }
    int most = IngestLimits.defaults().media().maxOtherTracks();
    assertEquals(most, others().getLast().size());
    assertEquals(most, others().size());
  }

  @Test
  void onMessage_textThatCantBeRead_isNamedOnceEach() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 20; i++) {
      video(i * 40, i == 0, 0);
      data("onCaptionInfo", Amf0Value.object(Map.of("type", Amf0Value.of("708"))));
    }
    demuxer.onTick(2_000 * MS_NS, events);
    data("@setDataFrame", Amf0Value.of("onTextData"));
    data("onCuePoint", Amf0Value.of("onTextData"));
    data("@setDataFrame", Amf0Value.of(7), Amf0Value.of("onCaption"));
    OtherTrack info = new OtherTrack(OtherTrack.Kind.TEXT, 0, "onCaptionInfo");
    OtherTrack text = new OtherTrack(OtherTrack.Kind.TEXT, 0, "onTextData");
    assertEquals(List.of(List.of(info), List.of(info, text)), others());
  }

  @Test
  void onMessage_beforeTheGridIsKnown_nothingYet() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 11; i++) {
      video(i * 40, i == 0, 0);
    }
    assertEquals(List.of(), events);
  }

  @Test
  void onTick_oneSecondAfterTheFirstFrame_whatThereIsComesOut() throws BadInputException {
    videoHeader(SPS_1080P25);
    video(0, true, 0);
    nowNs = 999 * MS_NS;
    demuxer.onTick(nowNs, events);
    assertEquals(List.of(), events);
    nowNs = 1_000 * MS_NS;
    demuxer.onTick(nowNs, events);
    assertEquals(1, units(TrackType.VIDEO).size());
    assertNull(configs().getFirst().audio());
  }

  @Test
  void onMessage_audioMuchLater_configuredAgainAndTheVideoGoesOn() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      video(i * 40, i == 0, 0);
    }
    audioHeader("1190");
    audio(1_200);
    video(1_200, false, 0);
    assertEquals(2, configs().size());
    assertEquals(31, units(TrackType.VIDEO).size());
    assertEquals(1_200 * 48, units(TrackType.AUDIO).getFirst().dts());
  }

  @Test
  void onMessage_beforeTheFirstKeyframe_dropped() throws BadInputException {
    audioHeader("1190");
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      audio(i * 40);
      video(i * 40, i == 5, 0);
    }
    assertEquals(5_000, units(TrackType.VIDEO).getFirst().dts());
    assertEquals(200 * 48, units(TrackType.AUDIO).getFirst().dts());
    assertEquals(25, units(TrackType.VIDEO).size());
  }

  @Test
  void onMessage_sameHeaderAgain_ignored() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 60; i++) {
      if (i % 10 == 0) {
        videoHeader(SPS_1080P25);
      }
      video(i * 40, i % 10 == 0, 0);
    }
    assertEquals(1, configs().size());
    assertEquals(60, units(TrackType.VIDEO).size());
  }

  @Test
  void onMessage_otherHeaderOfTheSameRate_configuredAtOnceFromItsKeyframeOn()
      throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      video(i * 40, i == 0, 0);
    }
    videoHeader(SPS_720P25);
    assertEquals(2, configs().size());
    video(1_200, false, 0);
    video(1_240, true, 0);
    assertEquals(720, Objects.requireNonNull(configs().getLast().video()).height());
    assertEquals(31, units(TrackType.VIDEO).size());
    assertEquals(1_240 * 25, units(TrackType.VIDEO).getLast().dts());
  }

  @Test
  void onMessage_otherHeaderAndOtherRate_measuredAgain() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      video(i * 20, i == 0, 0);
    }
    videoHeader(SPS_720P25);
    assertEquals(1, configs().size());
    for (int i = 0; i < 20; i++) {
      video(600 + i * 100, i == 0, 0);
    }
    end();
    assertEquals(50_000, Objects.requireNonNull(configs().getFirst().video()).timescale());
    assertEquals(10_000, Objects.requireNonNull(configs().getLast().video()).timescale());
    assertEquals(50, units(TrackType.VIDEO).size());
    assertEquals(600 * 10, units(TrackType.VIDEO).get(30).dts());
  }

  @Test
  void onMessage_timestampsWrap_timeGoesOn() throws BadInputException {
    videoHeader(SPS_1080P25);
    long begin = 4_294_967_296L - 400;
    for (int i = 0; i < 30; i++) {
      video((begin + i * 40) & 0xFFFFFFFFL, i == 0, 0);
    }
    List<AccessUnit> video = units(TrackType.VIDEO);
    for (int i = 1; i < 30; i++) {
      assertEquals(1_000, video.get(i).dts() - video.get(i - 1).dts());
    }
  }

  @Test
  void onMessage_tiesAndStepsBack_strictlyIncreasingAndPicturesStay() throws BadInputException {
    videoHeader(SPS_1080P25);
    long[] times = {0, 40, 80, 80, 120, 100, 160, 200, 240, 280, 320, 360, 400, 440, 480, 520, 760};
    for (int i = 0; i < times.length; i++) {
      video(times[i], i == 0, 40);
    }
    List<AccessUnit> video = units(TrackType.VIDEO);
    assertEquals(times.length, video.size());
    for (int i = 1; i < times.length; i++) {
      assertTrue(video.get(i).dts() > video.get(i - 1).dts(), "frame " + i);
      assertEquals(times[i] * 25 + 1_000, video.get(i).pts(), 40 * 25, "frame " + i);
    }
  }

  @Test
  void onMessage_clockRestarts_passedOnAsItIs() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 30; i++) {
      video(100_000 + i * 40, i == 0, 0);
    }
    video(0, true, 0);
    assertEquals(0, units(TrackType.VIDEO).getLast().dts());
  }

  @Test
  void onMessage_frameTypeLies_keyframeIsWhatHasAnIdr() throws BadInputException {
    videoHeader(SPS_1080P25);
    for (int i = 0; i < 20; i++) {
      video(i * 40, "17 01 000000 00000003 " + (i == 0 ? "65" : "41") + "AA0" + i % 10);
    }
    assertEquals(1, units(TrackType.VIDEO).stream().filter(AccessUnit::keyframe).count());
  }

  @Test
  void audio_millisecondsAndGap_runOfFramesThenTheGap() throws BadInputException {
    audioHeader("1210");
    for (int i = 0; i < 100; i++) {
      audio(i * 1024 * 1000L / 44_100 + (i >= 60 ? 200 : 0));
    }
    List<AccessUnit> audio = units(TrackType.AUDIO);
    for (int i = 1; i < 100; i++) {
      long step = audio.get(i).dts() - audio.get(i - 1).dts();
      assertEquals(i == 60 ? 1024 + 8_820 : 1024, step, i == 60 ? 50 : 0);
    }
  }

  @Test
  void end_metadataAlone_onlyTheEnd() throws BadInputException {
    metadata("nobody");
    end();
    demuxer.end("again", events);
    assertEquals(List.of(new SessionEvent.Ended("over")), events);
  }

  private void metadata(String encoder) throws BadInputException {
    Map<String, Amf0Value> map = new LinkedHashMap<>();
    map.put("encoder", Amf0Value.of(encoder));
    data("onMetaData", Amf0Value.object(map));
  }

  private void videoHeader(String sps) throws BadInputException {
    byte[] bytes = bytes(sps);
    ByteBuffer body = ByteBuffer.allocate(13 + bytes.length + 7);
    body.put(new byte[] {0x17, 0, 0, 0, 0, 1, bytes[1], bytes[2], bytes[3], (byte) 0xFF});
    body.put((byte) 0xE1).putShort((short) bytes.length).put(bytes);
    body.put(new byte[] {1, 0, 4, 0x68, (byte) 0xEB, (byte) 0xE3, (byte) 0xCB});
    message(new VideoMessage(1, 0, ByteSlice.of(body.array())));
  }

  private void video(long ms, boolean key, int offsetMs) throws BadInputException {
    video(
        ms,
        "%s 01 %06X 00000002 %s%02X"
            .formatted(key ? "17" : "27", offsetMs, key ? "65" : "41", ms & 0xFF));
  }

  private void audioHeader(String config) throws BadInputException {
    audio(0, "AF00" + config);
  }

  private void audio(long ms) throws BadInputException {
    audio(ms, "AF012110");
  }
}
