package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import live.understudy.drill.Painted.Picture;
import org.junit.jupiter.api.Test;

class PaintedTest {
  private static final int FRAMES_PER_SECOND = 30;
  private static final long FRAME_US = 33_333;

  private final List<Picture> shown = new ArrayList<>();

  /** A picture with its number, at a frame of the media, shown so many milliseconds after 0. */
  private void show(int number, int mediaFrame, long atMs) {
    shown.add(new Picture(number, mediaFrame * FRAME_US, atMs));
  }

  /** From one number up to another, each where and when it belongs. */
  private void play(int from, int to, int mediaFrame) {
    for (int number = from; number <= to; number++) {
      int frame = mediaFrame + number - from;
      show(number, frame, frame * FRAME_US / 1000);
    }
  }

  private Painted painted() {
    return Painted.of(shown, FRAMES_PER_SECOND, shown.getLast().shownMs());
  }

  @Test
  void of_everyPictureInItsPlace_countsNothing() {
    play(100, 200, 0);
    assertEquals(new Painted(101, 0, 0, 0, 0, 34), painted());
  }

  @Test
  void of_busyBrowserShowsEveryThird_nothingIsLost() {
    for (int i = 0; i <= 30; i += 3) {
      show(100 + i, i, i * FRAME_US / 1000);
    }
    assertEquals(new Painted(11, 0, 0, 0, 20, 100), painted());
  }

  @Test
  void of_nextPictureDrawnAlready_isNeitherLostNorRepeated() {
    play(100, 110, 0);
    show(112, 11, 11 * FRAME_US / 1000);
    play(112, 140, 12);
    assertEquals(0, painted().lost());
    assertEquals(0, painted().repeated());
  }

  @Test
  void of_picturesMissingFromTheMedia_areLost() {
    play(100, 120, 0);
    play(126, 140, 21);
    assertEquals(5, painted().lost());
    assertEquals(0, painted().repeated());
  }

  @Test
  void of_onePictureMissingOrTwice_isCounted() {
    play(100, 120, 0);
    play(122, 140, 21);
    play(140, 160, 40);
    assertEquals(1, painted().lost());
    assertEquals(1, painted().repeated() + painted().stoodFrames());
  }

  @Test
  void of_picturesPlayedAgain_areRepeated() {
    play(100, 129, 0);
    play(120, 150, 30);
    assertEquals(10, painted().repeated());
    assertEquals(0, painted().lost());
  }

  @Test
  void of_playerSeeksBack_whatComesAgainIsRepeated() {
    play(100, 129, 0);
    play(120, 150, 20);
    assertEquals(10, painted().repeated());
  }

  @Test
  void of_onePictureForTheTimeOfSeveral_stood() {
    play(100, 110, 0);
    for (int i = 1; i <= 15; i++) {
      show(110, 10 + i, (10 + i) * FRAME_US / 1000);
    }
    assertEquals(15, painted().stoodFrames());
    assertEquals(0, painted().repeated());
  }

  @Test
  void of_playerJumpsOverAHole_thePicturesOfTheHoleAreLost() {
    play(100, 110, 0);
    show(141, 41, 11 * FRAME_US / 1000);
    assertEquals(30, painted().lost());
  }

  @Test
  void of_nothingShownUntilTheEnd_isTheLongestStill() {
    play(100, 110, 0);
    assertEquals(4_000, Painted.of(shown, FRAMES_PER_SECOND, 4_333).longestStillMs());
  }
}
