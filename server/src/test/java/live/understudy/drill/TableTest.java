package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Published WHOLE = new Published(0, 0, 0);
  private static final Row GOOD =
      PromiseTest.row(Mode.LOW, Encodes.IDENTICAL, Viewer.HLSJS, PromiseTest.CLEAN, WHOLE);
  private static final Row BAD =
      PromiseTest.row(
          Mode.LOW, Encodes.IDENTICAL, Viewer.HLSJS, PromiseTest.CLEAN, new Published(4, 0, 0));

  @Test
  void readFrom_ownPage_keepsEveryRow() {
    Table table = new Table();
    table.add(GOOD);
    table.add(
        PromiseTest.row(Mode.CLASSIC, Encodes.UNLIKE, Viewer.SHAKA, PromiseTest.CLEAN, WHOLE));
    Table again = new Table();
    again.readFrom(Page.of(table, "somewhen", Drills.ALL));
    assertEquals(table.markdown(), again.markdown());
    assertEquals(2, again.kept());
  }

  @Test
  void add_sameDrillAgain_takesTheOlderRowsPlace() {
    Table table = new Table();
    table.add(GOOD);
    table.add(BAD);
    assertEquals(1, table.size());
    assertEquals(0, table.kept());
    assertTrue(table.markdown().contains("**broken**: 4 lost"), table::markdown);
  }

  @Test
  void failed_thenRun_isReplaced() {
    Table table = new Table();
    table.failed(GOOD.drillCase(), Viewer.HLSJS, "no | server\nat all");
    assertTrue(table.markdown().contains("**failed**: no server at all |"), table::markdown);
    table.add(GOOD);
    assertEquals(1, table.size());
    assertEquals(1, table.kept());
  }

  @Test
  void nextMs_viewersOfOneDrill_countOnce() {
    Table table = new Table();
    table.add(GOOD);
    table.add(PromiseTest.row(Mode.LOW, Encodes.IDENTICAL, Viewer.SHAKA, PromiseTest.CLEAN, WHOLE));
    assertEquals("p50 420 ms, p99 420 ms, at most 420 ms, of 1 drills", table.nextMs(Mode.LOW));
    assertEquals("–", table.nextMs(Mode.CLASSIC));
  }

  @Test
  void rows_andHead_haveTheSameNumberOfCells() {
    Table table = new Table();
    table.add(GOOD);
    List<Long> cells =
        table.markdown().lines().map(line -> line.chars().filter(c -> c == '|').count()).toList();
    assertEquals(List.of(cells.getFirst()), cells.stream().distinct().toList());
  }
}
