package live.understudy.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The project's tree keeps the rules. */
class TreeTest {
  private static final List<SourceFile> FILES = ProjectTree.files();

  @Test
  void tree_found_holdsEveryModule() {
    assertTrue(FILES.stream().anyMatch(file -> file.path().startsWith("media/src/main/java/")));
    assertTrue(FILES.stream().anyMatch(file -> file.path().startsWith("server/src/test/java/")));
    assertTrue(FILES.stream().anyMatch(file -> file.path().equals("pom.xml")));
  }

  @Test
  void everyFile_keepsTheTextRules() {
    List<String> violations = FILES.stream().flatMap(file -> TextRules.all(file).stream()).toList();
    assertEquals("", String.join("\n", violations));
  }

  @Test
  void everyMethod_isShort() {
    assertEquals("", String.join("\n", MethodLengths.check(FILES)));
  }

  @Test
  void everyPackage_saysWhatItIsAndIsNullMarked() {
    assertEquals("", String.join("\n", TextRules.unmarkedPackages(FILES)));
  }
}
