package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.media.AccessUnit;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of VP9, whose keyframes say what other codecs' headers do. */
class Vp9StreamTest extends DemuxerFixture {
  private static final String HEADER = "90 76703039 01000000 000A820101010000";
  private static final String BARE_HEADER = "90 76703039 000A820101010000";
  private static final String HIGHER_LEVEL = "90 76703039 01000000 0029820101010000";
  private static final int MAX_MEDIA_MS = IngestLimits.defaults().probe().maxMediaMs();
  private static final int MAX_ARRIVAL_MS = IngestLimits.defaults().probe().maxArrivalMs();

  private int sent;

  @ParameterizedTest
  @ValueSource(strings = {HEADER, BARE_HEADER})
  void stream_eitherSpellingOfItsHeader_isConfiguredAlike(String header) throws BadInputException {
    video(0, header);
    pictures(64, 48, 20);
    VideoConfig config = videoConfig();
    assertEquals(1, configs().size());
    assertEquals("vp09 vp09.00.10.08", config.fourCc() + " " + config.rfc6381());
    assertEquals(slice("000A820101010000"), config.decoderConfig());
    assertEquals("64x48 25000/1000", size(config));
    assertEquals(20, units(TrackType.VIDEO).size());
  }

  @Test
  void stream_whoseHeaderIsRepeated_isConfiguredOnce() throws BadInputException {
    for (int i = 0; i < 4; i++) {
      video(sent * 40L, HEADER);
      pictures(64, 48, 10);
    }
    assertEquals(1, configs().size());
    assertEquals(40, units(TrackType.VIDEO).size());
  }

  @Test
  void size_changesAtAKeyframe_isConfiguredAnewOnTheSameGrid() throws BadInputException {
    video(0, HEADER);
    pictures(64, 48, 20);
    pictures(1280, 720, 20);
    pictures(1280, 720, 20);
    pictures(64, 48, 20);
    List<String> sizes =
        configs().stream().map(config -> size(Objects.requireNonNull(config.video()))).toList();
    assertEquals(List.of("64x48 25000/1000", "1280x720 25000/1000", "64x48 25000/1000"), sizes);
    List<AccessUnit> units = units(TrackType.VIDEO);
    assertEquals(80, units.size());
    for (int i = 0; i < 80; i++) {
      assertEquals(1000L * i, units.get(i).dts());
    }
    assertEquals("vp09.00.31.08", video(1).rfc6381());
  }

  @Test
  void size_changesWhileStillProbing_bothAreConfigured() throws BadInputException {
    video(0, HEADER);
    audio(0, "AF001190");
    pictures(64, 48, 3);
    pictures(96, 48, 30);
    end();
    assertEquals("64 96", video(0).width() + " " + video(1).width());
    assertEquals(33, units(TrackType.VIDEO).size());
  }

  @Test
  void stream_joinedBetweenKeyframes_waitsForTheFirstAndIsConfiguredWithBoth()
      throws BadInputException {
    video(0, HEADER);
    audio(0, "AF001190");
    while (sent * 40 <= MAX_MEDIA_MS + 80) {
      audio(sent * 40L, "AF012110");
      inter();
    }
    assertEquals(List.of(), configs());
    final int dropped = sent;
    pictures(64, 48, 20);
    end();
    assertEquals(1, configs().size());
    assertEquals(64, videoConfig().width());
    List<AccessUnit> units = units(TrackType.VIDEO);
    assertEquals(20, units.size());
    assertEquals(1000L * dropped, units.getFirst().dts());
    assertTrue(units.getFirst().keyframe());
  }

  @Test
  void stream_whoseKeyframeIsFar_isSoundUntilThen() throws BadInputException {
    video(0, HEADER);
    audio(0, "AF001190");
    audio(0, "AF012110");
    inter();
    demuxer.onTick(MAX_ARRIVAL_MS * MS_NS, events);
    assertNull(configs().getFirst().video());
    inter();
    pictures(64, 48, 20);
    end();
    assertEquals(2, configs().size());
    assertEquals(64, videoConfig().width());
    assertEquals(20, units(TrackType.VIDEO).size());
    assertEquals(1, units(TrackType.AUDIO).size());
  }

  @Test
  void header_newWithinAStream_countsFromTheNextKeyframeOn() throws BadInputException {
    video(0, HEADER);
    pictures(64, 48, 20);
    video(sent * 40L, HIGHER_LEVEL);
    inter();
    audio(sent * 40L, "AF001190");
    assertEquals("vp09.00.10.08", videoConfig().rfc6381());
    pictures(64, 48, 20);
    end();
    assertEquals("vp09.00.41.08", videoConfig().rfc6381());
    assertEquals(40, units(TrackType.VIDEO).size());
  }

  @Test
  void keyframe_thatIsBroken_endsTheStreamWithAReason() throws BadInputException {
    video(0, HEADER);
    pictures(64, 48, 20);
    BadInputException e =
        assertThrows(
            BadInputException.class, () -> video(9_000, "91 76703039 82 000000 0000 0000 00 00"));
    assertEquals("a VP9 keyframe without its sync code", e.reason());
  }

  @Test
  void multitrack_theDefaultOne_isServed() throws BadInputException {
    String key = HexFormat.of().formatHex(Vp9Bits.keyframe(64, 48));
    video(0, "96 10 76703039 00 000008 000A820101010000 01 000001 00");
    video(0, "96 11 76703039 01 000001 00 00 00000E" + key);
    video(40, "A6 01 76703039 00 86AAAA");
    end();
    assertEquals("64x48", videoConfig().width() + "x" + videoConfig().height());
    assertEquals(2, units(TrackType.VIDEO).size());
  }

  /** A keyframe and others behind it. */
  private void pictures(int width, int height, int count) throws BadInputException {
    String key = HexFormat.of().formatHex(Vp9Bits.keyframe(width, height));
    video(40L * sent++, "91 76703039" + key);
    for (int i = 1; i < count; i++) {
      inter();
    }
  }

  private void inter() throws BadInputException {
    String frame = HexFormat.of().formatHex(Vp9Bits.inter(true, sent));
    video(40L * sent++, "A1 76703039" + frame);
  }

  private VideoConfig video(int index) {
    return Objects.requireNonNull(configs().get(index).video());
  }

  private static String size(VideoConfig config) {
    return config.width()
        + "x"
        + config.height()
        + " "
        + config.timescale()
        + "/"
        + config.frameTicks();
  }
}
