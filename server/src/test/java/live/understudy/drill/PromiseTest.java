package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;
import org.junit.jupiter.api.Test;

class PromiseTest {
  static final Drill KILL = drill("kill");
  static final Painted CLEAN = new Painted(300, 0, 0, 0, 0, 40);

  private static Drill drill(String id) {
    return Drills.ALL.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  static Row row(Mode mode, Encodes encodes, Viewer viewer, Painted painted, Published published) {
    return row(new DrillCase(KILL, mode, encodes), viewer, painted, published, 0, 0, true);
  }

  static Row row(
      DrillCase drillCase,
      Viewer viewer,
      Painted painted,
      Published published,
      int stalls,
      long tags,
      boolean playedOn) {
    Row.Program program =
        new Row.Program(
            "ARRIVAL_TIME", "LAG→OVERLAP", 310L, 300L, 420L, 12, published, tags, 0, 0, 0.2);
    return new Row(drillCase, viewer, program, stalls, 9L * stalls, 50, painted, playedOn, 0);
  }

  private static List<String> broken(Row row) {
    return row.drillCase().drill().promise().broken(row);
  }

  @Test
  void broken_nothingWrong_isEmpty() {
    for (Mode mode : Mode.values()) {
      for (Encodes encodes : Encodes.values()) {
        Row row = row(mode, encodes, Viewer.SHAKA, CLEAN, new Published(0, 0, 0));
        assertEquals(List.of(), broken(row));
      }
    }
  }

  @Test
  void broken_lost_countsWhereItIsPromised() {
    Painted lost = new Painted(300, 2, 0, 0, 0, 40);
    Published whole = new Published(0, 0, 0);
    assertEquals(
        List.of("2 lost"), broken(row(Mode.LOW, Encodes.UNLIKE, Viewer.HLSJS, lost, whole)));
    assertEquals(List.of(), broken(row(Mode.LOW, Encodes.UNLIKE, Viewer.SHAKA, lost, whole)));
    assertEquals(
        List.of("2 lost"), broken(row(Mode.CLASSIC, Encodes.UNLIKE, Viewer.SHAKA, lost, whole)));
    assertEquals(
        List.of("3 lost"),
        broken(row(Mode.LOW, Encodes.IDENTICAL, Viewer.SHAKA, CLEAN, new Published(3, 0, 0))));
  }

  @Test
  void broken_overlapOfUnlikeEncodesInLowLatency_isWithinThePromise() {
    Published overlap = new Published(0, 40, 0);
    assertEquals(List.of(), broken(row(Mode.LOW, Encodes.UNLIKE, Viewer.HLSJS, CLEAN, overlap)));
    assertEquals(
        List.of("40 repeated"),
        broken(row(Mode.LOW, Encodes.IDENTICAL, Viewer.HLSJS, CLEAN, overlap)));
  }

  @Test
  void broken_repeatedByALegFarBehind_isPromisedInClassicAlone() {
    Drill behind = drill("behind");
    Published again = new Published(0, 90, 0);
    for (Encodes encodes : Encodes.values()) {
      DrillCase low = new DrillCase(behind, Mode.LOW, encodes);
      assertEquals(List.of(), broken(row(low, Viewer.HLSJS, CLEAN, again, 0, 0, true)));
      DrillCase classic = new DrillCase(behind, Mode.CLASSIC, encodes);
      assertEquals(
          List.of("90 repeated"), broken(row(classic, Viewer.HLSJS, CLEAN, again, 0, 0, true)));
    }
  }

  @Test
  void broken_stallTagOrNoMorePictures_isNamed() {
    DrillCase identical = new DrillCase(KILL, Mode.CLASSIC, Encodes.IDENTICAL);
    Row row = row(identical, Viewer.HLSJS, CLEAN, new Published(0, 0, 0), 1, 1, false);
    assertEquals(List.of("did not play on", "1 stalls", "1 tags"), broken(row));
  }
}
