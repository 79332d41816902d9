package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillOptionsTest {
  private static List<String> cases(String... arguments) {
    return DrillOptions.read(List.of(arguments)).cases(Drills.ALL).stream()
        .map(DrillCase::id)
        .toList();
  }

  @Test
  void cases_all_holdEveryDrillOnceInEachCircumstance() {
    List<String> all = cases();
    assertEquals(all.size(), new HashSet<>(all).size());
    assertTrue(all.contains("frozen-low-unlike"), all::toString);
    assertTrue(all.stream().noneMatch(id -> id.startsWith("frozen") && id.endsWith("identical")));
    Drills.ALL.forEach(drill ->
        assertTrue(all.stream().anyMatch(id -> id.startsWith(drill.id() + "-")), drill.id()));
  }

  @Test
  void cases_narrowed_areThoseAsked() {
    assertEquals(
        List.of("kill-low-unlike", "stop-low-unlike"),
        cases("--only", "stop,kill", "--mode", "low", "--encodes", "unlike"));
    assertEquals(List.of(), cases("--only", "nothing"));
  }

  @Test
  void cases_quick_areFewAndOfBothKinds() {
    List<String> quick = cases("--quick");
    assertTrue(quick.size() <= 22, quick::toString);
    assertTrue(quick.contains("kill-low-identical"), quick::toString);
    assertTrue(quick.contains("kill-classic-unlike"), quick::toString);
  }

  @Test
  void read_unknownOptionOrMissingValue_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> cases("--fast"));
    assertThrows(IllegalArgumentException.class, () -> cases("--mode"));
    assertThrows(IllegalArgumentException.class, () -> cases("--mode", "medium"));
  }
}
