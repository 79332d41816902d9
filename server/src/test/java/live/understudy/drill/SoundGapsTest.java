package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import live.understudy.drill.SoundGaps.Frame;
import org.junit.jupiter.api.Test;

class SoundGapsTest {
  private static final double FRAME_S = 1024 / 48_000.0;

  @Test
  void sumMs_framesThatFollowEachOther_isNone() {
    assertEquals(0, SoundGaps.sumMs(List.of(at(0), at(1), at(2))));
  }

  @Test
  void sumMs_missingFrames_isTheirTime() {
    assertEquals(64, SoundGaps.sumMs(List.of(at(0), at(1), at(5))));
  }

  @Test
  void sumMs_overlapOrHalfAFrame_isNone() {
    assertEquals(0, SoundGaps.sumMs(List.of(at(0), at(1), at(0.5), at(2.4))));
  }

  private static Frame at(double frames) {
    return new Frame(frames * FRAME_S, FRAME_S);
  }
}
