package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import live.understudy.ingest.Allocations;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captions and words in messages of their own, on their way into access units. */
class TextsTest extends DemuxerFixture {
  private static final String SEI = "06 04 %02X B50031 47413934 03 %02X FF %s FF 80";
  private static final String OWN = "00000012 06 04 0E B50031 47413934 03 C1FF FCAAAA FF 80";

  @Test
  void captionInfo_ofAvc_standsBeforeTheSliceOfTheNextPicture() throws BadInputException {
    avcHeader();
    avc(0, 0, "00000002 0910 00000002 65AA");
    captions("FC9420");
    avc(40, 0, "00000002 0910 00000003 0605FF 00000002 41AA 00000002 41AB");
    avc(80, 0, "00000002 41AA");
    end();
    List<AccessUnit> units = units(TrackType.VIDEO);
    assertEquals(List.of(false, true, false), units.stream().map(AccessUnit::captions).toList());
    String sei = SEI.formatted(14, 0xC1, "FC9420");
    assertArrayEquals(
        bytes("00000002 0910 00000003 0605FF 00000012" + sei + "00000002 41AA 00000002 41AB"),
        units.get(1).data().toArray());
    assertArrayEquals(bytes("00000002 41AA"), units.get(2).data().toArray());
    assertEquals(List.of(), named());
  }

  @Test
  void captionInfo_ofHevc_isAPrefixSei() throws BadInputException {
    hevcHeader();
    captions("FC9420");
    video(0, "91 68766331 000000 00000003 460150 00000003 2601AA");
    end();
    AccessUnit unit = units(TrackType.VIDEO).getFirst();
    assertTrue(unit.captions() && unit.keyframe());
    String sei = SEI.formatted(14, 0xC1, "FC9420").replaceFirst("06", "4E01");
    assertArrayEquals(
        bytes("00000003 460150 00000013" + sei + "00000003 2601AA"), unit.data().toArray());
  }

  /** Two slices of a sub-layer, then a picture of the lowest one. */
  @Test
  void captionInfo_ofHevcInSubLayers_hasTheTemporalIdOfItsPicture() throws BadInputException {
    hevcHeader();
    video(0, "91 68766331 000000 00000003 2601AA");
    captions("FC0101");
    video(40, "91 68766331 000000 00000003 0202AA 00000003 0202AB");
    captions("FC0202");
    video(80, "91 68766331 000000 00000003 2601AA");
    end();
    assertEquals(
        List.of("", "4e02", "4e01"),
        units(TrackType.VIDEO).stream()
            .map(unit -> HexFormat.of().formatHex(unit.data().toArray()))
            .map(hex -> hex.startsWith("4e", 8) ? hex.substring(8, 12) : "")
            .toList());
  }

  @Test
  void captionInfo_inOneOfTwoEncodes_leavesTheHashAlone() throws BadInputException {
    avcHeader();
    avc(0, 0, "00000002 65AA");
    captions("FC9420");
    avc(40, 0, "00000002 65AA");
    end();
    List<AccessUnit> units = units(TrackType.VIDEO);
    assertEquals(units.get(0).contentHash(), units.get(1).contentHash());
    assertTrue(units.get(1).data().length() > units.get(0).data().length());
  }

  /** What a decoder reads is what was sent: zeros are protected, and many are divided. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 93, 620})
  void captionInfo_manyConstructs_areReadBackInOrder(int count) throws BadInputException {
    avcHeader();
    StringBuilder sent = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String construct = "FC%04X".formatted(i % 5);
      captions(construct);
      sent.append(construct);
    }
    avc(0, 0, "00000002 65AA");
    end();
    AccessUnit unit = units(TrackType.VIDEO).getFirst();
    ByteBuffer in = ByteBuffer.wrap(unit.data().toArray());
    StringBuilder read = new StringBuilder();
    for (int length = in.getInt(); in.get(in.position()) == 6; length = in.getInt()) {
      assertTrue(length < 256, "fits a length of one byte");
      byte[] nal = new byte[length];
      in.get(nal);
      assertTrue(!HexFormat.of().formatHex(nal).matches("(..)*00000[0-2].*"), "protected");
      SeiReader sei = new SeiReader(nal, 1, nal.length);
      assertTrue(sei.next() && sei.type() == 4);
      byte[] payload = sei.rest().toArray();
      assertArrayEquals(bytes("B50031 47413934 03"), java.util.Arrays.copyOf(payload, 8));
      int constructs = payload[8] & 0x1F;
      assertEquals(8 + 2 + constructs * 3 + 1, payload.length);
      read.append(HexFormat.of().withUpperCase().formatHex(payload, 10, 10 + constructs * 3));
    }
    assertEquals(sent.toString(), read.toString());
  }

  /** I P B: the B picture is shown before the P picture, which has the first captions. */
  @Test
  void captionInfo_reorderedPictures_staysInTheOrderInWhichTheyAreShown() throws BadInputException {
    avcHeader();
    avc(0, 0, "00000002 65AA");
    captions("FC0101");
    avc(40, 80, "00000002 41A1");
    captions("FC0202");
    avc(80, 0, "00000002 01A2");
    captions("FC0303");
    avc(120, 80, "00000002 41A3");
    end();
    assertEquals(
        List.of(false, true, false, true),
        units(TrackType.VIDEO).stream().map(AccessUnit::captions).toList());
    String last = HexFormat.of().formatHex(units(TrackType.VIDEO).get(3).data().toArray());
    assertTrue(last.contains("c2fffc0202fc0303ff"), last);
  }

  @Test
  void captionInfo_ofAClockThatBeganAgain_goesOn() throws BadInputException {
    avcHeader();
    captions("FC0101");
    avc(50_000, 0, "00000002 65AA");
    captions("FC0202");
    avc(0, 0, "00000002 65AB");
    end();
    assertTrue(units(TrackType.VIDEO).stream().allMatch(AccessUnit::captions));
  }

  @Test
  void captionInfo_besideCaptionsInPictures_isLeftOut() throws BadInputException {
    avcHeader();
    avc(0, 0, "00000002 65AA");
    captions("FC0101");
    avc(40, 0, OWN + "00000002 41AA");
    captions("FC0202");
    avc(80, 0, "00000002 41AA");
    end();
    List<AccessUnit> units = units(TrackType.VIDEO);
    assertArrayEquals(bytes(OWN + "00000002 41AA"), units.get(1).data().toArray());
    assertArrayEquals(bytes("00000002 41AA"), units.get(2).data().toArray());
    assertEquals(List.of(), named());
  }

  @Test
  void captionInfo_moreThanTheLimitOrUnreadable_isNamed() throws BadInputException {
    int most = IngestLimits.defaults().text().maxCaptionConstructs();
    avcHeader();
    avc(0, 0, "00000002 65AA");
    for (int i = 0; i < most; i++) {
      captions("FC0101");
    }
    demuxer.onTick(2_000_000_000L, events);
    assertEquals(List.of(), named());
    captions("FC0101");
    OtherTrack text = new OtherTrack(OtherTrack.Kind.TEXT, 0, "onCaptionInfo");
    assertEquals(List.of(text), named());
    avc(40, 0, "00000002 41AA");
    captions("FC0101");
    avc(80, 0, "00000002 41AA");
    assertTrue(units(TrackType.VIDEO).getLast().captions(), "there is room again");
  }

  @Test
  void captionInfo_ofAv1Vp9AndSoundAlone_isNamed() throws BadInputException {
    for (String codec : List.of("av1", "vp9", "opus")) {
      Demuxer other = new Demuxer(IngestLimits.defaults());
      List<SessionEvent> out = new ArrayList<>();
      int most = IngestLimits.defaults().text().maxCaptionConstructs();
      var messages = FlvFile.messages(codec);
      for (int i = 0; i < messages.size(); i++) {
        other.onMessage(messages.get(i), 0, out);
        for (int k = 0; k < most; k++) {
          other.onMessage(info("FC0101"), 0, out);
        }
      }
      other.end("over", out);
      OtherTrack text = new OtherTrack(OtherTrack.Kind.TEXT, 0, "onCaptionInfo");
      assertTrue(out.contains(new SessionEvent.OtherTracks(List.of(text))), codec);
      assertTrue(
          out.stream().noneMatch(e -> e instanceof SessionEvent.Unit u && u.unit().captions()),
          codec);
    }
  }

  @Test
  void words_goWithTheNextPictureAndWithNoSound() throws BadInputException {
    avcHeader();
    audio(0, "AF001190");
    say("first");
    audio(0, "AF012110");
    avc(0, 0, "00000002 65AA");
    say("second");
    say("third");
    audio(21, "AF012110");
    avc(40, 0, "00000002 41AA");
    avc(80, 0, "00000002 41AA");
    end();
    assertEquals(
        List.of(List.of("\"first\""), List.of("\"second\"", "\"third\""), List.of()),
        units(TrackType.VIDEO).stream().map(TextsTest::words).toList());
    assertTrue(units(TrackType.AUDIO).stream().allMatch(unit -> unit.texts().isEmpty()));
    assertEquals(List.of(), named());
  }

  @Test
  void words_ofSoundAlone_goWithTheNextFrame() throws BadInputException {
    audio(0, "AF001190");
    audio(0, "AF012110");
    say("first");
    audio(21, "AF012110");
    end();
    assertEquals(
        List.of(List.of(), List.of("\"first\"")),
        units(TrackType.AUDIO).stream().map(TextsTest::words).toList());
  }

  @Test
  void words_moreThanTheLimit_areLeftOutAndNamed() throws BadInputException {
    IngestLimits.Text limits = IngestLimits.defaults().text();
    avcHeader();
    avc(0, 0, "00000002 65AA");
    for (int i = 0; i <= limits.maxPerUnit(); i++) {
      say("w" + i);
    }
    avc(40, 0, "00000002 41AA");
    String half = "x".repeat(limits.maxBytes() - 10);
    for (int i = 0; i < 3; i++) {
      say(half);
    }
    say("y".repeat(limits.maxBytes()));
    avc(80, 0, "00000002 41AA");
    end();
    assertEquals(
        List.of(0, limits.maxPerUnit(), 2),
        units(TrackType.VIDEO).stream().map(unit -> unit.texts().size()).toList());
    assertEquals(List.of(new OtherTrack(OtherTrack.Kind.TEXT, 0, "onTextData")), named());
  }

  @Test
  void words_ofTheProbe_countAsHeldBytes() throws BadInputException {
    int most = IngestLimits.defaults().probe().maxHeldBytes();
    String words = "x".repeat(16_000);
    int perPicture = 2 * words.length();
    avcHeader();
    for (int held = 0; held < most; held += perPicture) {
      assertEquals(List.of(), events);
      say(words);
      say(words);
      avc(0, 0, "00000002 65AA");
    }
    assertEquals(most / perPicture + 1, units(TrackType.VIDEO).size());
  }

  /** What goes along with pictures is bounded by their timestamps as they are. */
  @Test
  void text_withoutTimePassing_endsWithAReason() throws BadInputException {
    avcHeader();
    String reason = "";
    String words = "x".repeat(16_000);
    try {
      for (int i = 0; i < 10_000; i++) {
        say(words);
        avc(0, 0, "00000002 65AA");
      }
    } catch (BadInputException e) {
      reason = e.reason();
    }
    assertEquals("video of more than 100 Mbit/s by its timestamps", reason);
  }

  @Test
  void text_thatIsNotTakenAndWithoutTimePassing_endsWithAReason() throws BadInputException {
    avcHeader();
    avc(0, 0, "00000002 65AA");
    DataMessage refused =
        new DataMessage(
            1, 0, List.of(Amf0Value.of("onTextData"), Amf0Value.of("\u0001".repeat(60_000))));
    String reason = "";
    try {
      for (int i = 0; i < 2_000; i++) {
        message(refused);
      }
    } catch (BadInputException e) {
      reason = e.reason();
    }
    assertEquals("video of more than 100 Mbit/s by its timestamps", reason);
  }

  /** A message of which nothing can be taken is not read to its end, nor made into text. */
  @Test
  void words_withoutRoomForThem_costNoMemory() throws BadInputException {
    avcHeader();
    for (int i = 0; i < IngestLimits.defaults().text().maxPerUnit(); i++) {
      say("w" + i);
    }
    DataMessage refused =
        new DataMessage(
            1, 0, List.of(Amf0Value.of("onTextData"), Amf0Value.of("\u0001".repeat(2_000))));
    message(refused);
    long before = Allocations.ofThisThread();
    for (int i = 0; i < 100; i++) {
      message(refused);
    }
    long bytes = Allocations.ofThisThread() - before;
    assertTrue(bytes < 100 * 1_000, bytes + " bytes");
  }

  private void captions(String constructs) throws BadInputException {
    message(info(constructs));
  }

  private static DataMessage info(String constructs) {
    byte[] data =
        bytes(
            "B50031 47413934 03 %02X FF %s FF"
                .formatted(0xC0 | constructs.length() / 6, constructs));
    return new DataMessage(
        1,
        0,
        List.of(
            Amf0Value.of("onCaptionInfo"),
            Amf0Value.object(
                Map.of(
                    "type",
                    Amf0Value.of("708"),
                    "data",
                    Amf0Value.of(Base64.getEncoder().encodeToString(data))))));
  }

  private void say(String words) throws BadInputException {
    data("onTextData", Amf0Value.of(words));
  }

  /** What is named as not served, once each. */
  private List<OtherTrack> named() {
    return others().stream().flatMap(List::stream).toList();
  }

  private static List<String> words(AccessUnit unit) {
    return unit.texts().stream()
        .map(text -> new String(text.json().toArray(), StandardCharsets.UTF_8))
        .toList();
  }

  private void avcHeader() throws BadInputException {
    message(FlvFile.messages("avc-anamorphic").getFirst());
  }

  private void hevcHeader() throws BadInputException {
    video(
        0,
        "90 68766331"
            + "0101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff01600000"
            + "030090000003000003001e959009210001002c42010101600000030090000003000003001e"
            + "a0208316595912930bc11a80808082000003000200000300321022000100064401c073c089");
  }

  private void avc(long ms, int offsetMs, String nalUnits) throws BadInputException {
    video(ms, "27 01 %06X %s".formatted(offsetMs, nalUnits));
  }
}
