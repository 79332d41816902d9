package live.understudy.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  @Test
  void listedS_playlist_isTheSumOfItsSegments() {
    String playlist = "#EXTM3U\n#EXTINF:2.00000,\n0.m4s\n#EXTINF:1.5,\n1.m4s\n#EXT-X-ENDLIST\n";
    assertEquals(3.5, Probe.listedS(playlist), 1e-9);
    assertEquals(0, Probe.listedS(""), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "h264, aac, 300, 469, '', ''",
    "h264, aac, 301, 470, '', ''",
    "h264, aac, 297, 469, '', '[297 pictures where 300.0 are listed]'",
    "h264, aac, 303, 469, '', '[303 pictures where 300.0 are listed]'",
    "h264, aac, 300, 300, '', '[6.40 s of sound]'",
    "h264, '', 300, 0, '', '[the streams are h264 and , 0.00 s of sound]'",
    "h264, aac, 300, 469, 'Invalid NAL', '[the decoder: Invalid NAL]'"
  })
  void faults_aTenSecondProgram_areNamed(
      String video, String audio, int pictures, int sound, String complaints, String faults) {
    Probe probe = new Probe(video, audio, pictures, sound, 10.0, complaints);
    String found = probe.faults(Codecs.H264_AAC, 30).toString();
    assertEquals(faults.isEmpty() ? "[]" : faults, found);
  }

  @Test
  void faults_soundWherePicturesAloneWereSent_areNamed() {
    Probe probe = new Probe("h264", "aac", 300, 469, 10.0, "");
    assertEquals("[the streams are h264 and aac]", probe.faults(Codecs.H264_ALONE, 30).toString());
  }
}
