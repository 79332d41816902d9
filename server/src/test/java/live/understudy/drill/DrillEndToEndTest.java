package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.drill.DrillCase.Mode;
import live.understudy.drill.DrillCase.Viewer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The drills that matter most, each with hls.js; {@code bin/drills} has all of them. */
@Tag("real-time")
@Timeout(600)
class DrillEndToEndTest {
  private static @Nullable Rig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = Rig.start(Path.of("target", "drills"));
  }

  @AfterAll
  static void end() throws Exception {
    Rig on = rig;
    if (on != null) {
      on.close();
    }
  }

  private Row play(String id, Mode mode, Encodes encodes) throws Exception {
    Drill drill =
        Drills.ALL.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    DrillCase drillCase = new DrillCase(drill, mode, encodes);
    List<Row> rows =
        DrillMain.play(
            Objects.requireNonNull(rig), drillCase, drillCase.id(), Set.of(Viewer.HLSJS));
    Row row = rows.getFirst();
    assertEquals(List.of(), drill.promise().broken(row), row::toString);
    assertTrue(row.painted().pictures() > 100, row::toString);
    return row;
  }

  @Test
  void killed_identicalEncodesInLowLatency_nothingIsLostOrRepeated() throws Exception {
    Row row = play("kill", Mode.LOW, Encodes.IDENTICAL);
    assertEquals("DISCONNECT→IDENTICAL", row.program().joints());
  }

  @Test
  void suspended_identicalEncodesInLowLatency_nothingIsLostOrRepeated() throws Exception {
    Row row = play("stop", Mode.LOW, Encodes.IDENTICAL);
    assertTrue(row.program().joints().startsWith("LAG→IDENTICAL"), row::toString);
  }

  @Test
  void bothKilled_forTenSeconds_slateAndReturnWithoutAStall() throws Exception {
    Row row = play("both-10", Mode.LOW, Encodes.UNLIKE);
    assertTrue(row.program().joints().contains("SLATE→SLATE"), row::toString);
    assertTrue(row.program().joints().contains("RETURN→"), row::toString);
    // The slate has two pictures a second; who watches sees them stand.
    assertTrue(row.program().published().stoodFrames() > 15, row::toString);
    assertTrue(row.painted().stoodFrames() > 200, row::toString);
    assertTrue(row.program().published().lost() > 200, row::toString);
  }
}
