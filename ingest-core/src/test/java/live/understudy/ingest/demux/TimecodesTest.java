package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.Timecode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timecodes in whole pictures and streams, of every way to carry them. */
class TimecodesTest {
  private static final String OBS = "0AECFFE752724E2FA62FD19CD61A93B5";
  private static final String COMPOSED = "2026-11-27T08:00:00.125Z";
  private static final Timecode COMPOSED_AT = Timecode.utc(1_795_766_400_125_000_000L);
  private static final TimecodeFormat AVC_25 =
      new TimecodeFormat(TimecodeFormat.Syntax.AVC, 0, 24, 1, 50);
  private static final byte[] AVC_SLICE = HexFormat.of().parseHex("65AABB");
  private static final byte[] HEVC_SLICE = HexFormat.of().parseHex("2601AA");

  @ParameterizedTest
  @CsvSource({
    // written by x264 and GStreamer; frames since midnight of the first picture, of a day
    "avc-timecode, 30000, 1001, 1080712, 2589408",
    "avc-timecode-midnight, 25000, 1000, 2159995, 2160000"
  })
  void realStream_everyPicture_countsOnFromTheFirst(
      String name, int rate, int units, long first, long day) throws BadInputException {
    List<AccessUnit> pictures = pictures(FlvFile.messages(name));
    long firstPts = pictures.getFirst().pts();
    double frameNs = 1e9 * units / rate;
    int reordered = 0;
    for (int i = 0; i < pictures.size(); i++) {
      AccessUnit unit = pictures.get(i);
      Timecode timecode = unit.timecode();
      assertNotNull(timecode, "picture " + i);
      long frame = first + (unit.pts() - firstPts) / units;
      assertEquals(Math.round(day * frameNs), timecode.periodNs());
      assertEquals(frame % day * frameNs, timecode.ns(), 1, "picture " + i);
      reordered += unit.compositionOffset() != pictures.getFirst().compositionOffset() ? 1 : 0;
    }
    assertTrue(pictures.size() >= 12);
    assertEquals(name.equals("avc-timecode"), reordered > 0);
  }

  @Test
  void realStream_picturesThatAreCutShort_areTakenWithoutATimecodeOrRefused()
      throws BadInputException {
    List<MediaMessage> messages = FlvFile.messages("avc-timecode");
    List<AccessUnit> pictures = pictures(messages);
    NalScanner scanner = new AvcScanner(4, AVC_25);
    ByteSlice data = pictures.getFirst().data().bytes();
    int refused = 0;
    for (int length = 0; length < data.length(); length++) {
      try {
        scanner.scan(data.slice(0, length));
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertTrue(refused > data.length() / 2, refused + " were refused");
  }

  @Test
  void avc_obsTimes_compositionTimeAndNoOtherHash() throws BadInputException {
    AvcScanner scanner = new AvcScanner(4, null);
    scanner.scan(units(AVC_SLICE));
    final long plain = scanner.hash();
    assertNull(scanner.timecode());
    byte[] sei = sei(new byte[] {6}, 5, obs("0301", COMPOSED, "0102", COMPOSED));
    scanner.scan(units(sei, AVC_SLICE));
    assertEquals(COMPOSED_AT, scanner.timecode());
    assertEquals(plain, scanner.hash());
    assertTrue(scanner.picture() && scanner.keyframe());
    scanner.scan(units(AVC_SLICE));
    assertNull(scanner.timecode(), "of the picture before");
  }

  @Test
  void avc_bothKinds_utcCountsInEitherOrder() throws BadInputException {
    byte[] clock = sei(new byte[] {6}, 1, clock().bits(24, 0).bytes());
    byte[] obs = sei(new byte[] {6}, 5, obs("0001", COMPOSED));
    AvcScanner scanner = new AvcScanner(4, AVC_25);
    scanner.scan(units(clock, AVC_SLICE));
    assertEquals(new Timecode(3_723_160_000_000L, 86_400_000_000_000L), scanner.timecode());
    scanner.scan(units(clock, obs, AVC_SLICE));
    assertEquals(COMPOSED_AT, scanner.timecode());
    scanner.scan(units(obs, clock, AVC_SLICE));
    assertEquals(COMPOSED_AT, scanner.timecode());
    AvcScanner without = new AvcScanner(4, null);
    without.scan(units(clock, AVC_SLICE));
    assertNull(without.timecode(), "the parameter sets allow none");
  }

  @Test
  void hevc_timeCodeBeforeAndObsTimesBehindThePicture() throws BadInputException {
    TimecodeFormat format = new TimecodeFormat(TimecodeFormat.Syntax.HEVC, 0, 24, 1, 25);
    HevcScanner scanner = new HevcScanner(4, format);
    BitWriter message = new BitWriter().bits(2, 1).bits(2, 0b10).bits(5, 0).bits(3, 0b100);
    message.bits(9, 4).bits(6, 3).bits(6, 2).bits(5, 1).bits(5, 0);
    byte[] prefix = {0x4E, 1};
    byte[] suffix = {0x50, 1};
    scanner.scan(units(sei(prefix, 136, message.bytes()), HEVC_SLICE));
    assertEquals(new Timecode(3_723_160_000_000L, 86_400_000_000_000L), scanner.timecode());
    scanner.scan(units(HEVC_SLICE, sei(suffix, 5, obs("0001", COMPOSED))));
    assertEquals(COMPOSED_AT, scanner.timecode());
  }

  @Test
  void av1_metadata_bothKinds() throws BadInputException {
    TimecodeFormat format = new TimecodeFormat(TimecodeFormat.Syntax.AV1, 0, 0, 1, 25);
    Av1Scanner scanner = new Av1Scanner(false, format);
    byte[] frame = HexFormat.of().parseHex("32021000");
    scanner.scan(ByteSlice.of(concat(frame, metadata(6, obs("0001", COMPOSED)))));
    assertEquals(COMPOSED_AT, scanner.timecode());
    BitWriter clock = new BitWriter().bits(5, 0).bits(3, 0b100).bits(9, 4);
    clock.bits(6, 3).bits(6, 2).bits(5, 1).bits(5, 0);
    scanner.scan(ByteSlice.of(concat(metadata(5, clock.bytes()), frame)));
    assertEquals(new Timecode(3_723_160_000_000L, 86_400_000_000_000L), scanner.timecode());
    scanner.scan(ByteSlice.of(concat(metadata(6, new byte[3]), frame)));
    assertNull(scanner.timecode());
  }

  @ParameterizedTest
  @CsvSource({
    // event and form before the text, the text; the time
    "0001, 2026-11-27T08:00:00.125Z, 1795766400125000000",
    "0001, 2026-11-27T09:00:00.125+01:00, 1795766400125000000",
    "0001, 2026-11-27T08:00:00Z, 1795766400000000000",
    "0002, 2026-11-27T08:00:00.125Z, ",
    "0001, 2026-13-27T08:00:00.125Z, ",
    "0001, 1969-12-31T23:59:59.999Z, ",
    "0001, +12026-11-27T08:00:00.125Z, ",
    "0001, yesterday, ",
    "0001, '', ",
    "0001, 2026-11-27T08:00:00.1250000000000000000000000Z, "
  })
  void obsTimes_texts_timeOrNone(String head, String text, @Nullable Long ns)
      throws BadInputException {
    AvcScanner scanner = new AvcScanner(4, null);
    scanner.scan(units(sei(new byte[] {6}, 5, obs(head, text)), AVC_SLICE));
    Timecode timecode = scanner.timecode();
    assertEquals(ns, timecode == null ? null : (Long) timecode.ns());
  }

  @Test
  void obsTimes_everyPrefix_noneUntilTheTextHasEnded() throws BadInputException {
    byte[] payload = obs("0001", COMPOSED);
    AvcScanner scanner = new AvcScanner(4, null);
    for (int length = 0; length <= payload.length; length++) {
      scanner.scan(units(sei(new byte[] {6}, 5, Arrays.copyOf(payload, length)), AVC_SLICE));
      assertEquals(length == payload.length, scanner.timecode() != null, "length " + length);
    }
    byte[] otherForm = payload.clone();
    otherForm[17] = 2;
    scanner.scan(units(sei(new byte[] {6}, 5, otherForm), AVC_SLICE));
    assertNull(scanner.timecode(), "a duration");
  }

  private static BitWriter clock() {
    BitWriter clock = new BitWriter().bits(4, 0).flag(true).bits(2, 1).flag(true).bits(5, 0);
    return clock.bits(3, 0b100).bits(8, 4).bits(6, 3).bits(6, 2).bits(5, 1);
  }

  /** Each pair: how many more times follow and which event it is, and its text. */
  private static byte[] obs(String... headsAndTexts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(OBS));
    out.write(headsAndTexts.length / 2 - 1);
    for (int i = 0; i < headsAndTexts.length; i += 2) {
      out.write(1);
      out.write(Integer.parseInt(headsAndTexts[i].substring(2), 16));
      out.writeBytes(headsAndTexts[i + 1].getBytes(StandardCharsets.US_ASCII));
      out.write(0);
    }
    return out.toByteArray();
  }

  private static byte[] sei(byte[] header, int type, byte[] payload) {
    return concat(header, BitWriter.message(type, payload));
  }

  private static byte[] metadata(int type, byte[] payload) {
    return concat(new byte[] {0x2A, (byte) (payload.length + 1), (byte) type}, payload);
  }

  private static ByteSlice units(byte[]... nals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] nal : nals) {
      out.writeBytes(new byte[] {0, 0, (byte) (nal.length >>> 8), (byte) nal.length});
      out.writeBytes(nal);
    }
    return ByteSlice.of(out.toByteArray());
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static List<AccessUnit> pictures(List<MediaMessage> messages) throws BadInputException {
    Demuxer demuxer = new Demuxer(IngestLimits.defaults());
    List<SessionEvent> events = new ArrayList<>();
    for (MediaMessage message : messages) {
      demuxer.onMessage(message, 0, events);
    }
    demuxer.end("over", events);
    return events.stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .toList();
  }
}
