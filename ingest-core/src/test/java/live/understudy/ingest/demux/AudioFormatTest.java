package live.understudy.ingest.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.flv.AudioTag;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFormatTest {
  private static final String OPUS_HEAD = "4F70757348656164 01 02 3801 80BB0000 0000 00";

  @ParameterizedTest
  @CsvSource({
    // the packet's first bytes, samples at 48 kHz (RFC 6716, table 2)
    "00, 480",
    "08, 960",
    "10, 1920",
    "18, 2880",
    "60, 480",
    "68, 960",
    "80, 120",
    "98, 960",
    "FC, 960",
    "FD, 1920",
    "FE, 1920",
    "FF06, 5760",
    "83 30, 5760",
    "9B 01, 960"
  })
  void opus_packets_theirDuration(String hex, int samples) throws BadInputException {
    assertEquals(samples, OpusHead.samplesIn(slice(hex)));
  }

  @ParameterizedTest
  @CsvSource({"''", "FF", "FF00", "FF07", "1B 03"})
  void opus_impossiblePackets_reason(String hex) {
    assertThrows(BadInputException.class, () -> OpusHead.samplesIn(slice(hex)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                   | 2 | 00 02 0138 0000BB80 0000 00
          4F70757348656164 01 01 3801 80BB0000 0000 00          | 1 | 00 01 0138 0000BB80 0000 00
          4F70757348656164 01 02 0000 44AC0000 00FF 00          | 2 | 00 02 0000 0000AC44 FF00 00
          4F70757348656164 01 06 3801 80BB0000 0000 01 04 02 000401020305 | 6 | 00 06 0138 0000BB80 0000 01 04 02 000401020305
          """)
  void opus_headers_bodyOfTheBox(String hex, int channels, String box) throws BadInputException {
    OpusHead head = OpusHead.parse(slice(hex));
    assertEquals(channels, head.channels());
    assertEquals(slice(box), head.boxBody());
  }

  @ParameterizedTest
  @CsvSource({
    "4F70757348656164 01 03 3801 80BB0000 0000 00",
    "4F70757348656164 11 02 3801 80BB0000 0000 00",
    "4F70757348656164 01 00 3801 80BB0000 0000 00",
    "4F70757348656165 01 02 3801 80BB0000 0000 00",
    "4F70757348656164 01 06 3801 80BB0000 0000 01 04 02 0004010203",
    "4F70757348656164 01 02 3801 80BB0000 0000 01 01 02 0001",
    "4F70757348656164 01 02 3801 80BB0000 0000"
  })
  void opus_brokenHeaders_reason(String hex) {
    assertThrows(BadInputException.class, () -> OpusHead.parse(slice(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    // sync frame, sample rate, channels, body of dac3
    "0B77 0000 0A 40 43, 48000, 2, 1010A0",
    "0B77 0000 1C 40 E0, 48000, 5, 1039C0",
    "0B77 0000 1C 40 E1, 48000, 6, 103DC0",
    "0B77 0000 1E 40 EF 80, 48000, 6, 103DE0",
    "0B77 0000 4A 40 20, 44100, 1, 5008A0",
    "0B77 0000 8A 40 43, 32000, 2, 9010A0"
  })
  void ac3_syncFrames_configured(String hex, int rate, int channels, String box)
      throws BadInputException {
    AudioConfig config = Ac3Header.parse(slice(hex));
    assertEquals(rate, config.sampleRate());
    assertEquals(channels, config.channels());
    assertEquals(1536, config.samplesPerFrame());
    assertEquals(slice(box), config.decoderConfig());
  }

  @ParameterizedTest
  @CsvSource({
    "0B76 0000 0A 40 43",
    "0B77 0000 CA 40 43",
    "0B77 0000 26 40 43",
    "0B77 0000 0A 80 43",
    "0B77 0000",
    "0B77 0000 0A 40"
  })
  void ac3_brokenFrames_reason(String hex) {
    assertThrows(BadInputException.class, () -> Ac3Header.parse(slice(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    // frames of 6 bytes each, samples, body of dec3
    "0B77 0002 34 80, 1536, 0010200400",
    "0B77 0002 3F 80, 1536, 0010200F00",
    "0B77 0002 04 80, 256, 0048200400",
    "0B77 0002 04 80 0B77 0002 04 80, 512, 0048200400",
    "0B77 0002 74 80, 1536, 0008600400"
  })
  void eac3_accessUnits_configured(String hex, int samples, String box) throws BadInputException {
    AudioConfig config = Eac3Header.parse(slice(hex)).config();
    assertEquals(samples, config.samplesPerFrame());
    assertEquals(slice(box), config.decoderConfig());
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing",
    "0B78 0002 34 80, sync word",
    "0B77 0003 34 80, longer than the message",
    "0B77 4002 34 80, dependent substream",
    "0B77 0802 34 80, second program",
    "0B77 0002 34 40, AC-3",
    "0B77 0002 F4 80, half a sample rate",
    "0B77 0002 34 80 0B77 0002 34 80, 3072 samples",
    "0B77 0002 04 80 0B77 0002 02 80, unlike frames"
  })
  void eac3_brokenUnits_reason(String hex, String why) {
    assertThrows(BadInputException.class, () -> Eac3Header.parse(slice(hex)).config(), why);
  }

  @Test
  void track_opusWithoutHeader_stereoOfTheFirstPacketsLength() throws BadInputException {
    AudioTrack track = new AudioTrack();
    AudioConfig config = Objects.requireNonNull(track.onFrame(frame("Opus", "FC01")));
    assertEquals(2, config.channels());
    assertEquals(960, config.samplesPerFrame());
    // A packet of another length is timed, and does not configure anew.
    assertEquals(config, track.onFrame(frame("Opus", "FD01")));
    assertEquals(1920, track.samplesIn(slice("FD01")));
  }

  @Test
  void track_opusHeader_configuredWithTheFirstPacketAndAnewForAnotherHeader()
      throws BadInputException {
    AudioTrack track = new AudioTrack();
    assertNull(track.onHeader(header("Opus", OPUS_HEAD)));
    AudioConfig stereo = Objects.requireNonNull(track.onFrame(frame("Opus", "FC01")));
    assertEquals(stereo, track.onHeader(header("Opus", OPUS_HEAD)));
    assertEquals(stereo, track.onFrame(frame("Opus", "FC02")));
    track.onHeader(header("Opus", OPUS_HEAD.replace(" 02 ", " 01 ")));
    AudioConfig mono = Objects.requireNonNull(track.onFrame(frame("Opus", "F801")));
    assertEquals(1, mono.channels());
    assertNotEquals(stereo, mono);
  }

  @Test
  void track_eac3OfOtherSizes_oneConfigurationUntilTheChannelsChange() throws BadInputException {
    AudioTrack track = new AudioTrack();
    AudioConfig first = track.onFrame(frame("ec-3", "0B77 0002 34 80"));
    assertEquals(first, track.onFrame(frame("ec-3", "0B77 0003 34 80 0000")));
    assertEquals(1536, track.samplesIn(slice("0B77 0003 34 80 0000")));
    assertNotEquals(first, track.onFrame(frame("ec-3", "0B77 0002 3F 80")));
  }

  @Test
  void track_aacFramesBeforeTheirHeader_unknown() throws BadInputException {
    AudioTrack track = new AudioTrack();
    assertNull(track.onFrame(frame("mp4a", "2110")));
    assertNull(track.onHeader(header("mp4a", "")));
    AudioConfig config = Objects.requireNonNull(track.onHeader(header("mp4a", "1190")));
    assertEquals(config, track.onFrame(frame("mp4a", "2110")));
    assertEquals(1024, track.samplesIn(slice("2110")));
  }

  @Test
  void noise_valueOrReason() {
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(30)];
      random.nextBytes(noise);
      byte[] start = slice(random.nextBoolean() ? "0B77" : "4F70757348656164").toArray();
      System.arraycopy(start, 0, noise, 0, Math.min(start.length, noise.length));
      for (String fourCc : new String[] {"Opus", "ac-3", "ec-3"}) {
        AudioTrack track = new AudioTrack();
        try {
          track.onHeader(new AudioTag.SequenceHeader(fourCc, ByteSlice.of(noise)));
          track.onFrame(new AudioTag.CodedFrame(fourCc, ByteSlice.of(noise), 0));
        } catch (BadInputException e) {
          assertFalse(e.reason().isEmpty());
        }
      }
    }
  }

  private static AudioTag.SequenceHeader header(String fourCc, String hex) {
    return new AudioTag.SequenceHeader(fourCc, slice(hex));
  }

  private static AudioTag.CodedFrame frame(String fourCc, String hex) {
    return new AudioTag.CodedFrame(fourCc, slice(hex), 0);
  }

  private static ByteSlice slice(String hex) {
    return ByteSlice.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
