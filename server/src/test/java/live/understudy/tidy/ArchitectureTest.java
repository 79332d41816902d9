package live.understudy.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import live.understudy.media.Timescale;
import org.junit.jupiter.api.Test;

/** The arrows and the purity of cores hold, and the rules find what is planted against them. */
class ArchitectureTest {
  private static final String PLANTED = "live.understudy.tidy.planted.";
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("live.understudy");

  private static final JavaClasses PLANTS =
      new ClassFileImporter().importPackages("live.understudy.tidy.planted");

  @Test
  void importer_readsTheClassFilesOfThisJdk() throws IOException {
    try (InputStream in = Timescale.class.getResourceAsStream("Timescale.class");
        DataInputStream data = new DataInputStream(Objects.requireNonNull(in))) {
      assertEquals(0xcafebabe, data.readInt());
      data.readUnsignedShort();
      assertTrue(data.readUnsignedShort() >= 69, "class files of JDK 25 are version 69");
    }
    assertFalse(PROGRAM.get(Timescale.class).getMethods().isEmpty());
  }

  @Test
  void cores_areImportedAndPure() {
    for (String core : Architecture.CORES) {
      Architecture.isPure(core).check(PROGRAM);
      Architecture.hasNoClock(core).check(PROGRAM);
    }
    Architecture.ingestCoreIgnoresNetty().check(PROGRAM);
  }

  @Test
  void rooms_keepTheArrows() {
    for (Architecture.Room room : Architecture.ROOMS) {
      Architecture.keepsArrows(room).check(PROGRAM);
    }
  }

  @Test
  void nativeCode_isCalledByWorkersOnly() {
    Architecture.onlyWorkersCallNativeCode().check(PROGRAM);
  }

  @Test
  void isPure_plantedFileThreadAndChance_areFound() {
    String violations = violations(Architecture.isPure(PLANTED + "core.."));
    for (String method : new String[] {"readsFile", "startsThread", "throwsDice"}) {
      assertTrue(violations.contains(method), violations);
    }
    assertFalse(violations.contains("innocent"), violations);
  }

  @Test
  void hasNoClock_plantedClocks_areFound() {
    String violations = violations(Architecture.hasNoClock(PLANTED + "core.."));
    for (String method : new String[] {"asksSystem", "asksInstant", "asksMonotonic"}) {
      assertTrue(violations.contains(method), violations);
    }
    assertFalse(violations.contains("innocent"), violations);
  }

  @Test
  void arrow_plantedAgainstIt_isFound() {
    ArchRule forbidden = Architecture.arrow(PLANTED + "core..", PLANTED + "other..");
    assertTrue(violations(forbidden).contains("knowsOther"));
    Architecture.arrow(PLANTED + "other..", PLANTED + "core..").check(PLANTS);
  }

  private static String violations(ArchRule rule) {
    return String.valueOf(
        assertThrows(AssertionError.class, () -> rule.check(PLANTS)).getMessage());
  }
}
