package live.understudy.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.encoders.Outcome.Verdict;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final List<Cell> CELLS = Cell.all(List.of(new ObsEncoder()));

  private static Outcome outcome(String route, Verdict verdict, String said) {
    return new Outcome(
        "obs/" + route, "OBS 1", verdict, "avc1 320x180", "9 pictures", said, "obs --a 'b|c'");
  }

  @Test
  void read_whatLineWrote_isTheSame() {
    for (Verdict verdict : Verdict.values()) {
      Outcome before = outcome("h264-aac/rtmps", verdict, "a | b: `c`");
      assertEquals(before, Outcome.read(before.line()));
    }
    Outcome empty =
        Outcome.without(CELLS.getFirst(), "obs", Verdict.NOT_INSTALLED, "not installed", "");
    assertEquals(empty, Outcome.read(empty.line()));
  }

  @Test
  void text_bothProtocolsAlike_oneWord() {
    Page page = new Page(CELLS);
    page.add(outcome("h264-aac/rtmps", Verdict.SERVED, ""));
    page.add(outcome("h264-aac/rtmp", Verdict.SERVED, ""));
    page.add(outcome("vp9-aac/rtmp", Verdict.CANNOT, "no"));
    page.add(outcome("h264-aac/rtmp-user", Verdict.REFUSED, "no"));
    String text = page.text("Last run.");
    List<String> rows = text.lines().filter(line -> line.startsWith("| OBS 1 |")).toList();
    assertEquals("| OBS 1 | served |  |  |  |  |  |  | RTMP can't |  |  |", rows.get(0));
    assertEquals("| OBS 1 | served |  | RTMP refused |", rows.get(1));
    List<String> runs = text.lines().filter(line -> line.startsWith("| `")).toList();
    assertTrue(runs.getFirst().startsWith("| `obs/h264-aac/rtmp` |"), runs::toString);
  }

  @Test
  void readFrom_olderPage_newRowsTakeThePlaceOfOlderOnes() {
    Page before = new Page(CELLS);
    before.add(outcome("h264-aac/rtmp", Verdict.BROKEN, "x"));
    before.add(outcome("vp9-aac/rtmp", Verdict.CANNOT, "no"));
    Page page = new Page(CELLS);
    page.readFrom(before.text("Then."));
    page.add(outcome("h264-aac/rtmp", Verdict.SERVED, ""));
    assertEquals(0, page.count(Verdict.BROKEN));
    assertEquals(1, page.count(Verdict.CANNOT));
    Page again = new Page(CELLS);
    again.readFrom(page.text("Now."));
    assertEquals(page.text("Now."), again.text("Now."));
  }
}
