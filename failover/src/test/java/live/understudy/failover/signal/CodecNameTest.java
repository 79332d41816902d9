package live.understudy.failover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecNameTest {
  @ParameterizedTest
  @CsvSource({
    "avc1.64001f, High, 3.1",
    "avc1.640034, High, 5.2",
    "avc1.42c01e, Constrained Baseline, 3.0",
    "avc1.42001e, Baseline, 3.0",
    "avc1.4D4028, Main, 4.0",
    "avc1.6e0028, High 10, 4.0",
    "avc1.010028, , 4.0",
    "hvc1.1.6.L93.B0, Main, 3.1",
    "hvc1.2.4.H153.B0, Main 10, 5.1 (high tier)",
    "hev1.A1.6.L120.90, Main, 4.0",
    "av01.0.08M.08, Main, 4.0",
    "av01.0.13M.10.0.110.09, Main, 5.1",
    "av01.1.31H.10, High, maximum",
    "vp09.00.41.08, Profile 0, 4.1",
    "vp09.02.10.10.01.09.16.09.00, Profile 2, 1.0",
    "vp09.04.10.08, , 1.0",
    "vp09.00, , ",
    "vp09.00.xx.08, , ",
    "mp4a.40.2, LC, ",
    "mp4a.40.5, HE, ",
    "mp4a.40.29, HE v2, ",
    "Opus, , ",
    "ac-3, , ",
    "avc1, , ",
    "avc1.6400, , ",
    "avc1.zzzzzz, , ",
    "hvc1.1.6, , ",
    "hvc1.1.6..B0, , ",
    "mp4a.40, , ",
    "'', , "
  })
  void of_codecString_tellsProfileAndLevel(
      String rfc6381, @Nullable String profile, @Nullable String level) {
    assertEquals(new CodecName(profile, level), CodecName.of(rfc6381));
  }
}
