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
class Vp9StreamTest {
  private static final String HEADER = "90 76703039 01000000 000A820101010000";
  private static final String BARE_HEADER = "90 76703039 000A820101010000";
  private static final String HIGHER_LEVEL = "90 76703039 01000000 0029820101010000";
  private static final long MS_NS = 1_000_000;
  private static final int MAX_MEDIA_MS = IngestLimits.defaults().probe().maxMediaMs();
  private static final int MAX_ARRIVAL_MS = IngestLimits.defaults().probe().maxArrivalMs();

  private final Fed fed = new Fed();
  private int sent;

  @ParameterizedTest
  @ValueSource(strings = {HEADER, BARE_HEADER})
  void stream_eitherSpellingOfItsHeader_isConfiguredAlike(String header) throws BadInputException {
    fed.video(0, header);
    pictures(64, 48, 20);
    VideoConfig config = fed.videoConfig();
    assertEquals(1, fed.configs().size());
    assertEquals("vp09 vp09.00.10.08", config.fourCc() + " " + config.rfc6381());
    assertEquals(Fed.bytes("000A820101010000"), config.decoderConfig());
    assertEquals("64x48 25000/1000", size(config));
    assertEquals(20, fed.units(TrackType.VIDEO).size());
  }

  @Test
  void stream_whoseHeaderIsRepeated_isConfiguredOnce() throws BadInputException {
    for (int i = 0; i < 4; i++) {
      fed.video(sent * 40L, HEADER);
      pictures(64, 48, 10);
    }
    assertEquals(1, fed.configs().size());
    assertEquals(40, fed.units(TrackType.VIDEO).size());
  }

  @Test
  void size_changesAtAKeyframe_isConfiguredAnewOnTheSameGrid() throws BadInputException {
    fed.video(0, HEADER);
    pictures(64, 48, 20);
    pictures(1280, 720, 20);
    pictures(1280, 720, 20);
    pictures(64, 48, 20);
    List<String> sizes =
        fed.configs().stream().map(config -> size(Objects.requireNonNull(config.video()))).toList();
    assertEquals(List.of("64x48 25000/1000", "1280x720 25000/1000", "64x48 25000/1000"), sizes);
    List<AccessUnit> units = fed.units(TrackType.VIDEO);
    assertEquals(80, units.size());
    for (int i = 0; i < 80; i++) {
      assertEquals(1000L * i, units.get(i).dts());
    }
    assertEquals("vp09.00.31.08", video(1).rfc6381());
  }

  @Test
  void size_changesWhileStillProbing_bothAreConfigured() throws BadInputException {
    fed.video(0, HEADER);
    fed.audio(0, "AF001190");
    pictures(64, 48, 3);
    pictures(96, 48, 30);
    fed.end();
    assertEquals("64 96", video(0).width() + " " + video(1).width());
    assertEquals(33, fed.units(TrackType.VIDEO).size());
  }

  @Test
  void stream_joinedBetweenKeyframes_waitsForTheFirstAndIsConfiguredWithBoth()
      throws BadInputException {
    fed.video(0, HEADER);
    fed.audio(0, "AF001190");
    while (sent * 40 <= MAX_MEDIA_MS + 80) {
      fed.audio(sent * 40L, "AF012110");
      inter();
    }
    assertEquals(List.of(), fed.configs());
    final int dropped = sent;
    pictures(64, 48, 20);
    fed.end();
    assertEquals(1, fed.configs().size());
    assertEquals(64, fed.videoConfig().width());
    List<AccessUnit> units = fed.units(TrackType.VIDEO);
    assertEquals(20, units.size());
    assertEquals(1000L * dropped, units.getFirst().dts());
    assertTrue(units.getFirst().keyframe());
  }

  @Test
  void stream_whoseKeyframeIsFar_isSoundUntilThen() throws BadInputException {
    fed.video(0, HEADER);
    fed.audio(0, "AF001190");
    fed.audio(0, "AF012110");
    inter();
    fed.tick(MAX_ARRIVAL_MS * MS_NS);
    assertNull(fed.configs().getFirst().video());
    inter();
    pictures(64, 48, 20);
    fed.end();
    assertEquals(2, fed.configs().size());
    assertEquals(64, fed.videoConfig().width());
    assertEquals(20, fed.units(TrackType.VIDEO).size());
    assertEquals(1, fed.units(TrackType.AUDIO).size());
  }

  @Test
  void header_newWithinAStream_countsFromTheNextKeyframeOn() throws BadInputException {
    fed.video(0, HEADER);
    pictures(64, 48, 20);
    fed.video(sent * 40L, HIGHER_LEVEL);
    inter();
    fed.audio(sent * 40L, "AF001190");
    assertEquals("vp09.00.10.08", fed.videoConfig().rfc6381());
    pictures(64, 48, 20);
    fed.end();
    assertEquals("vp09.00.41.08", fed.videoConfig().rfc6381());
    assertEquals(40, fed.units(TrackType.VIDEO).size());
  }

  @Test
  void keyframe_thatIsBroken_endsTheStreamWithAReason() throws BadInputException {
    fed.video(0, HEADER);
    pictures(64, 48, 20);
    BadInputException e =
        assertThrows(
            BadInputException.class,
            () -> fed.video(9_000, "91 76703039 82 000000 0000 0000 00 00"));
    assertEquals("a VP9 keyframe without its sync code", e.reason());
  }

  @Test
  void multitrack_theDefaultOne_isServed() throws BadInputException {
    String key = HexFormat.of().formatHex(Vp9Bits.keyframe(64, 48));
    fed.video(0, "96 10 76703039 00 000008 000A820101010000 01 000001 00");
    fed.video(0, "96 11 76703039 01 000001 00 00 00000E" + key);
    fed.video(40, "A6 01 76703039 00 86AAAA");
    fed.end();
    assertEquals("64x48", fed.videoConfig().width() + "x" + fed.videoConfig().height());
    assertEquals(2, fed.units(TrackType.VIDEO).size());
  }

  /** A keyframe and others behind it. */
  private void pictures(int width, int height, int count) throws BadInputException {
    String key = HexFormat.of().formatHex(Vp9Bits.keyframe(width, height));
    fed.video(40L * sent++, "91 76703039" + key);
    for (int i = 1; i < count; i++) {
      inter();
    }
  }

  private void inter() throws BadInputException {
    String frame = HexFormat.of().formatHex(Vp9Bits.inter(true, sent));
    fed.video(40L * sent++, "A1 76703039" + frame);
  }

  private VideoConfig video(int index) {
    return Objects.requireNonNull(fed.configs().get(index).video());
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
