package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.Colour;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoders do that no specification foresees, or that only few do. */
class EncoderHabitsTest extends DemuxerFixture {
  private static final String AVC_640 =
      "0164001EFFE1001B67640028ACD940780227E5C044000003000400000300C83C60C65801000468EBE3CB";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void metadata_missingOrOddOrLate_changesNothingOfTheStream(int when) throws BadInputException {
    Map<String, Amf0Value> odd = new LinkedHashMap<>();
    odd.put("framerate", Amf0Value.of("25 fps"));
    odd.put("width", Amf0Value.NULL);
    odd.put("encoder", Amf0Value.of(7));
    odd.put("audiocodecid", Amf0Value.of("mp4a"));
    for (int i = 0; i < 40; i++) {
      if (when == 1 && i == 0 || when == 2 && i == 8 || when == 3 && i == 30) {
        data("@setDataFrame", Amf0Value.of("onMetaData"), Amf0Value.object(odd));
        data("onMetaData");
        data("@setDataFrame");
        data("onFI", Amf0Value.object(odd));
      }
      if (i == 0) {
        video(0, "17 00 000000" + AVC_640);
        audio(0, "AF00 1190");
      }
      picture(i * 40L, i % 25 == 0);
      audio(i * 40L, "AF01 2110");
    }
    assertEquals(1, configs().size());
    assertEquals(25_000, videoConfig().timescale());
    assertEquals(40, units(TrackType.VIDEO).size());
    assertEquals(40, units(TrackType.AUDIO).size());
  }

  @Test
  void sound_secondsBeforeThePictures_bothInTheEndAndInStep() throws BadInputException {
    audio(0, "AF00 1190");
    for (int i = 0; i < 235; i++) {
      nowNs = i * 64L / 3 * MS_NS;
      audio(i * 64L / 3, "AF01 2110");
    }
    video(5000, "17 00 000000" + AVC_640);
    for (int i = 0; i < 30; i++) {
      String nal = (i == 0 ? "17 01 000000 00000002 65" : "27 01 000000 00000002 41") + "%02X";
      long ms = 5000 + i * 40L;
      nowNs = ms * MS_NS;
      video(ms, nal.formatted(i));
    }
    end();
    assertEquals(2, configs().size());
    assertEquals(235, units(TrackType.AUDIO).size());
    assertEquals(30, units(TrackType.VIDEO).size());
    assertEquals(5000 * 25, units(TrackType.VIDEO).getFirst().dts());
    assertEquals(234 * 1024, units(TrackType.AUDIO).getLast().dts());
  }

  @Test
  void aacHeader_emptyFirst_soundBeginsWithTheRealOne() throws BadInputException {
    video(0, "17 00 000000" + AVC_640);
    audio(0, "AF00");
    for (int i = 0; i < 40; i++) {
      if (i == 2) {
        audio(80, "AF00 1190");
      }
      picture(i * 40L, i == 0);
      audio(i * 40L, "AF01 2110");
    }
    assertEquals(1, configs().size());
    assertEquals(38, units(TrackType.AUDIO).size());
  }

  @Test
  void headers_repeatedWithEveryKeyframe_nothingIsConfiguredAnew() throws BadInputException {
    for (int i = 0; i < 100; i++) {
      if (i % 25 == 0) {
        video(i * 40L, "17 00 000000" + AVC_640);
        audio(i * 40L, "AF00 1190");
        audio(i * 40L, "AF00");
        video(i * 40L, "17 00 000000");
      }
      picture(i * 40L, i % 25 == 0);
      audio(i * 40L, "AF01 2110");
    }
    assertEquals(1, configs().size());
    assertEquals(100, units(TrackType.VIDEO).size());
    assertEquals(100, units(TrackType.AUDIO).size());
  }

  @Test
  void sampleRate_changesInMidStream_configuredAnewAndPicturesGoOn() throws BadInputException {
    video(0, "17 00 000000" + AVC_640);
    audio(0, "AF00 1190");
    for (int i = 0; i < 100; i++) {
      if (i == 50) {
        audio(2000, "AF00 1210");
      }
      picture(i * 40L, i == 0);
      audio(i * 40L, "AF01 2110");
    }
    assertEquals(2, configs().size());
    assertEquals(44_100, Objects.requireNonNull(configs().getLast().audio()).sampleRate());
    assertEquals(100, units(TrackType.VIDEO).size());
    List<AccessUnit> sound = units(TrackType.AUDIO);
    assertEquals(2000 * 441 / 10, sound.get(50).dts());
  }

  @ParameterizedTest
  @CsvSource({
    // the first timestamp: where 24 bits end, where 32 bits end, half of them
    "16776000, 40",
    "16777215, 40",
    "4294966000, 40",
    "2147483000, 40",
    "0, 40"
  })
  void timestamps_wrap_evenDistances(long firstMs, int stepMs) throws BadInputException {
    video(firstMs, "17 00 000000" + AVC_640);
    for (int i = 0; i < 100; i++) {
      picture((firstMs + (long) i * stepMs) & 0xFFFFFFFFL, i == 0);
    }
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    assertEquals(100, pictures.size());
    for (int i = 1; i < 100; i++) {
      assertEquals(stepMs * 25L, pictures.get(i).dts() - pictures.get(i - 1).dts(), "picture " + i);
    }
  }

  @Test
  void timestamps_standStill_strictlyIncreasingByTheLeast() throws BadInputException {
    video(0, "17 00 000000" + AVC_640);
    for (int i = 0; i < 60; i++) {
      picture(Math.min(i, 30) * 40L, i == 0);
    }
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    assertEquals(60, pictures.size());
    assertEquals(30_000 + 29, pictures.getLast().dts());
    for (int i = 1; i < 60; i++) {
      assertTrue(pictures.get(i).pts() > pictures.get(i - 1).pts(), "picture " + i);
    }
  }

  @Test
  void timestamps_tiesOfALateMuxer_everyPictureHasATimeOfItsOwn() throws BadInputException {
    // As GStreamer's flvmux without latency sends them on a busy machine, with the sound's times.
    long[] times = {0, 33, 67, 100, 133, 167, 200, 300, 300, 300, 342, 342, 363, 427, 427, 448};
    video(0, "17 00 000000" + AVC_640);
    for (int i = 0; i < times.length; i++) {
      picture(times[i], i == 0);
    }
    end();
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    assertEquals(times.length, pictures.size());
    int timescale = videoConfig().timescale();
    for (int i = 0; i < times.length; i++) {
      AccessUnit picture = pictures.get(i);
      assertTrue(i == 0 || picture.pts() > pictures.get(i - 1).pts(), "picture " + i);
      assertEquals(times[i], 1000.0 * picture.pts() / timescale, 3, "picture " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, -20_000, 20_000, 3_600_000})
  void timestamps_jump_passedOnSoThatTheProgramDecides(long jumpMs) throws BadInputException {
    video(0, "17 00 000000" + AVC_640);
    for (int i = 0; i < 100; i++) {
      picture(4_000_000 + i * 40L + (i < 50 ? 0 : jumpMs), i % 25 == 0);
    }
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    assertEquals(100, pictures.size());
    assertEquals(jumpMs * 25 + 1000, pictures.get(50).dts() - pictures.get(49).dts());
    for (int i = 51; i < 100; i++) {
      assertEquals(1000, pictures.get(i).dts() - pictures.get(i - 1).dts());
    }
  }

  @Test
  void compositionTimes_negative_kept() throws BadInputException {
    video(0, "17 00 000000" + AVC_640);
    for (int i = 0; i < 30; i++) {
      video(i * 40L, (i == 0 ? "17 01 FFFFD8 00000002 65" : "27 01 FFFFD8 00000002 41") + "0A");
    }
    assertTrue(units(TrackType.VIDEO).stream().allMatch(u -> u.compositionOffset() == -1000));
  }

  @Test
  void nanoseconds_withoutAFrameGrid_reachTheTimestamps() throws BadInputException {
    long[] ms = {0, 13, 50, 61, 107, 140, 153, 201, 219, 260, 301, 307, 350, 377, 420};
    String header = "90 61766331" + AVC_640;
    video(0, header);
    for (int i = 0; i < ms.length; i++) {
      // 0.7 ms each
      String frame = "97 02 0AAE60 03 61766331 00000002 %s%02X";
      video(ms[i], frame.formatted(i == 0 ? "65" : "41", i));
    }
    end();
    assertEquals(0, videoConfig().frameTicks());
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    for (int i = 0; i < ms.length; i++) {
      assertEquals((10 * ms[i] + 7) * videoConfig().timescale() / 10_000, pictures.get(i).dts());
    }
  }

  @Test
  void nanoseconds_onTheFrameGrid_giveTheSameTimesAsWithout() throws BadInputException {
    video(0, "90 61766331" + AVC_640);
    for (int i = 0; i < 40; i++) {
      long us = i * 1_000_000L / 30;
      String frame = "97 02 %06X 03 61766331 00000002 %s%02X";
      video(us / 1000, frame.formatted(us % 1000 * 1000, i == 0 ? "65" : "41", i));
    }
    List<AccessUnit> pictures = units(TrackType.VIDEO);
    for (int i = 1; i < 40; i++) {
      assertEquals(1000, pictures.get(i).dts() - pictures.get(i - 1).dts());
    }
  }

  @Test
  void colours_ofTheMessageAround_countWherePicturesNameNone() throws BadInputException {
    Map<String, Amf0Value> config = new LinkedHashMap<>();
    config.put("colorPrimaries", Amf0Value.of(9));
    config.put("transferCharacteristics", Amf0Value.of(18));
    config.put("matrixCoefficients", Amf0Value.of(9));
    Amf0Value info = Amf0Value.object(Map.of("colorConfig", Amf0Value.object(config)));
    DataMessage data = new DataMessage(0, 0, List.of(Amf0Value.of("colorInfo"), info));
    String metadata = "94 61766331" + HexFormat.of().formatHex(data.write().payload());
    video(0, "90 61766331" + AVC_640);
    for (int i = 0; i < 60; i++) {
      if (i == 0 || i == 30) {
        video(i * 40L, metadata);
      }
      picture(i * 40L, i == 0);
    }
    Colour inThePictures = VideoFormat.parse("avc1", slice(AVC_640)).picture().vui().colour();
    assertEquals(null, inThePictures);
    assertEquals(1, configs().size());
    assertEquals(new Colour(9, 18, 9, false), videoConfig().colour());
  }

  @ParameterizedTest
  @CsvSource({"90 76703038, VP8", "90 76766331, VVC", "12 00, Sorenson", "1D 00, FLV codec 13"})
  void codecs_thatCannotBeCarried_reasonNamesThem(String hex, String name) {
    BadInputException e = assertThrows(BadInputException.class, () -> video(0, hex));
    assertTrue(e.reason().contains(name) && e.reason().contains("not supported"), e.reason());
  }

  private void picture(long ms, boolean key) throws BadInputException {
    String head = key ? "17 01 000000 00000002 65" : "27 01 000000 00000002 41";
    video(ms, head + "%02X".formatted(ms & 0xFF));
  }
}
