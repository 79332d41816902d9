package live.understudy.drill;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a browser showed of the numbered pictures. A browser that is busy shows fewer pictures than
 * it plays; those are not lost. So the distance of two numbers is compared with the distance of
 * their times in the media.
 *
 * @param pictures how many were shown
 * @param lost pictures that were not in what was played, or that the player jumped over
 * @param repeated pictures that were played again
 * @param stoodFrames how long one picture was played as several
 * @param unshown pictures that were played and not shown
 * @param longestStillMs the longest time without a new picture on the screen
 */
record Painted(
    int pictures, int lost, int repeated, int stoodFrames, int unshown, long longestStillMs) {
  /** A jump over media that is longer than what a catching-up player or a late callback makes. */
  private static final double JUMP_S = 0.3;

  /** A busy browser now and then draws the next picture already; soon after, all is as before. */
  private static final int ASTRAY = 3;

  private static final double NEAR_FRAMES = 0.6;

  /** One picture: its number, its time in the media, and when it was shown, wall clock. */
  record Picture(int number, long mediaUs, long shownMs) {}

  /** Reads the browser's triples. */
  static List<Picture> read(JsonNode triples) {
    return triples
        .valueStream()
        .map(
            each -> new Picture(each.path(0).asInt(), each.path(1).asLong(), each.path(2).asLong()))
        .toList();
  }

  /** Those that were shown from {@code fromMs} up to {@code toMs}, wall clock. */
  static List<Picture> between(List<Picture> pictures, long fromMs, long toMs) {
    return pictures.stream().filter(p -> p.shownMs() >= fromMs && p.shownMs() <= toMs).toList();
  }

  /**
   * Counts.
   *
   * @param untilMs when the watching ended, wall clock
   */
  static Painted of(List<Picture> shown, int framesPerSecond, long untilMs) {
    List<Picture> pictures = withoutAstray(shown, framesPerSecond);
    int lost = 0;
    int repeated = 0;
    int stood = 0;
    int unshown = 0;
    long still = pictures.isEmpty() ? 0 : Math.max(0, untilMs - pictures.getLast().shownMs());
    for (int i = 1; i < pictures.size(); i++) {
      Picture from = pictures.get(i - 1);
      Picture to = pictures.get(i);
      int numbers = to.number() - from.number();
      double mediaS = (to.mediaUs() - from.mediaUs()) / 1e6;
      int frames = Math.toIntExact(Math.round(mediaS * framesPerSecond));
      double wallS = (to.shownMs() - from.shownMs()) / 1e3;
      still = Math.max(still, to.shownMs() - from.shownMs());
      if (frames < 0) {
        repeated += Math.max(0, 1 - numbers);
      } else if (numbers > frames) {
        lost += numbers - frames;
      } else if (numbers < frames && numbers == 0) {
        stood += frames;
      } else if (numbers < frames) {
        repeated += frames - numbers;
      } else if (mediaS - wallS > JUMP_S) {
        lost += Math.toIntExact(Math.round((mediaS - wallS) * framesPerSecond));
      } else {
        unshown += Math.max(0, numbers - 1);
      }
    }
    return new Painted(pictures.size(), lost, repeated, stood, unshown, still);
  }

  /** Without pictures that are ahead of their media time and followed by one that is not. */
  private static List<Picture> withoutAstray(List<Picture> shown, int framesPerSecond) {
    List<Picture> kept = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      if (kept.isEmpty() || !isAstray(kept.getLast(), shown, i, framesPerSecond)) {
        kept.add(shown.get(i));
      }
    }
    return kept;
  }

  private static boolean isAstray(
      Picture before, List<Picture> shown, int at, int framesPerSecond) {
    double usual = offset(before, framesPerSecond);
    double now = offset(shown.get(at), framesPerSecond) - usual;
    if (Math.abs(now) < NEAR_FRAMES || Math.abs(now) > 2) {
      return false;
    }
    int end = Math.min(shown.size(), at + 1 + ASTRAY);
    return shown.subList(at + 1, end).stream()
        .anyMatch(later -> Math.abs(offset(later, framesPerSecond) - usual) < NEAR_FRAMES);
  }

  /** A picture's number beyond what its media time would have it be. */
  private static double offset(Picture picture, int framesPerSecond) {
    return picture.number() - picture.mediaUs() * framesPerSecond / 1e6;
  }
}
