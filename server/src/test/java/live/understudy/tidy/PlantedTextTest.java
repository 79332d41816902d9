package live.understudy.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each text rule finds a violation that is planted, and leaves its innocent neighbour alone. */
class PlantedTextTest {
  private static final String MAIN = "media/src/main/java/live/understudy/media/Planted.java";
  private static final String TEST = "media/src/test/java/live/understudy/media/PlantedTest.java";

  private static SourceFile file(String path, String text) {
    return new SourceFile(path, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/A.java", "web/src/a.ts", "web/src/a.tsx", "web/src/a.css"})
  void length_overTheLimit_isFound(String path) {
    assertEquals(0, TextRules.length(file(path, "x\n".repeat(500))).size());
    assertEquals(1, TextRules.length(file(path, "x\n".repeat(501))).size());
  }

  @Test
  void leftovers_inComments_areFound() {
    for (String word : List.of("TO" + "DO", "FIX" + "ME", "XX" + "X")) {
      assertEquals(1, TextRules.leftovers(file(MAIN, "// " + word + ": later")).size(), word);
    }
    assertEquals(0, TextRules.leftovers(file(MAIN, "// Methods and toDos")).size());
  }

  @Test
  void sleeps_inTestsOnly_areFound() {
    assertEquals(1, TextRules.sleeps(file(TEST, "Thread.sleep(10);")).size());
    assertEquals(1, TextRules.sleeps(file(TEST, "TimeUnit.SECONDS.sleep(1);")).size());
    assertEquals(0, TextRules.sleeps(file(MAIN, "Thread.sleep(10);")).size());
    assertEquals(0, TextRules.sleeps(file(TEST, "// Thread.sleep(10) would be flaky")).size());
  }

  @Test
  void console_outsideTheCli_isFound() {
    String print = "System.out.println(1);";
    assertEquals(1, TextRules.console(file(MAIN, print)).size());
    assertEquals(0, TextRules.console(file(TEST, print)).size());
    String cli = "server/src/main/java/live/understudy/server/cli/Main.java";
    assertEquals(0, TextRules.console(file(cli, print)).size());
  }

  @Test
  void foreignWords_hostsAndPaths_areFound() {
    List<String> planted =
        List.of(
            "https://repo.maven." + "apache.org/maven2",
            "https://repo1.maven." + "org",
            "\"resolved\": \"https://registry.npm" + "js.org/hls.js\"",
            "/wo" + "rk/main",
            "see /ro" + "ot/.m2",
            "/tmp/" + "wt/house");
    for (String text : planted) {
      assertEquals(1, TextRules.foreignWords(file("docs/x.md", text)).size(), text);
    }
    assertEquals(
        List.of(), TextRules.foreignWords(file("x", "https://a.org/wo" + "rk/ and net/root/")));
  }

  @Test
  void unmarkedPackages_missingOrBare_areFound() {
    SourceFile source = file(MAIN, "package live.understudy.media;");
    String path = "media/src/main/java/live/understudy/media/package-info.java";
    SourceFile bare = file(path, "package live.understudy.media;");
    SourceFile marked = file(path, "/** Words. */ @NullMarked package live.understudy.media;");
    assertEquals(1, TextRules.unmarkedPackages(List.of(source)).size());
    assertEquals(1, TextRules.unmarkedPackages(List.of(source, bare)).size());
    assertEquals(0, TextRules.unmarkedPackages(List.of(source, marked)).size());
  }

  @Test
  void methodLengths_longMethod_isFoundWithItsName() {
    String body = "int x;\n".repeat(59);
    SourceFile tooLong = file("a/A.java", "class A {\nvoid far() {\n" + body + "}\n}\n");
    SourceFile fits = file("a/B.java", "class B {\nvoid far() {\n" + body.substring(7) + "}\n}\n");
    List<String> violations = MethodLengths.check(List.of(tooLong, fits));
    assertEquals(1, violations.size(), violations::toString);
    assertTrue(violations.getFirst().contains("far has 61 lines"), violations::toString);
  }

  @Test
  void files_foldersOfTools_areSkipped(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("web/node_modules/x"));
    Files.createDirectories(root.resolve("web/src"));
    Files.writeString(root.resolve("web/node_modules/x/a.ts"), "a");
    Files.writeString(root.resolve("web/src/b.ts"), "b");
    Files.writeString(root.resolve("web/src/c.png"), "c");
    assertEquals(List.of(file("web/src/b.ts", "b")), ProjectTree.files(root));
  }
}
