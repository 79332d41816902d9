package live.understudy.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The arrows between packages, and the purity of cores, as rules on compiled classes. */
final class Architecture {
  private static final String BASE = "live.understudy.";

  /** Modules by their package, each with the modules that it may know. */
  record Room(String name, List<String> mayKnow) {}

  static final List<Room> ROOMS =
      List.of(
          new Room("media", List.of()),
          new Room("ingest", List.of("media")),
          new Room("hls", List.of("media")),
          new Room("failover", List.of("media", "hls")),
          new Room("api", List.of("media")),
          new Room("server", List.of("media", "ingest", "hls", "failover", "api")));

  /** Packages that only compute: what they need comes in as an argument. */
  static final List<String> CORES =
      List.of(
          BASE + "media..",
          BASE + "ingest.rtmp..",
          BASE + "ingest.flv..",
          BASE + "ingest.demux..",
          BASE + "hls..",
          BASE + "failover..");

  private static final List<String> IMPURE_PACKAGES =
      List.of(
          "java.io.",
          "java.nio.file.",
          "java.nio.channels.",
          "java.net.",
          "java.sql.",
          "java.util.logging.",
          "org.slf4j.",
          "ch.qos.logback.",
          "io.netty.");
  private static final Set<String> IMPURE_CLASSES =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.util.Random",
          "java.util.Timer",
          "java.security.SecureRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.concurrent.Executors",
          "java.util.concurrent.locks.LockSupport");

  /** Memory, not a device; and what every enum and exception is. */
  private static final Set<String> PURE_CLASSES =
      Set.of(
          "java.io.Serializable", "java.io.ByteArrayOutputStream", "java.io.ByteArrayInputStream");

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle");

  private Architecture() {}

  static ArchRule isPure(String packages) {
    DescribedPredicate<JavaClass> impure =
        DescribedPredicate.describe("do I/O, threads, logs or chance", Architecture::isImpure);
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(impure)
        .because("a core gets time and bytes as arguments and answers with values");
  }

  private static boolean isImpure(JavaClass type) {
    String name = type.getName();
    return !PURE_CLASSES.contains(name)
        && (IMPURE_CLASSES.contains(name) || IMPURE_PACKAGES.stream().anyMatch(name::startsWith));
  }

  static ArchRule hasNoClock(String packages) {
    DescribedPredicate<JavaCall<?>> clock =
        DescribedPredicate.describe(
            "read a clock, the environment or chance", Architecture::isClock);
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .callCodeUnitWhere(clock)
        .because("time is an argument: nowNs, or wallMs where a date is stamped");
  }

  private static boolean isClock(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getTarget().getName();
    boolean asksJavaTime =
        owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system"));
    return asksJavaTime || CLOCKS.contains(owner + "." + method);
  }

  /** A room knows no other than those it may. */
  static ArchRule keepsArrows(Room room) {
    String[] others =
        ROOMS.stream()
            .map(Room::name)
            .filter(name -> !name.equals(room.name()) && !room.mayKnow().contains(name))
            .map(name -> BASE + name + "..")
            .toArray(String[]::new);
    return arrow(BASE + room.name() + "..", others);
  }

  static ArchRule arrow(String from, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .because("the arrows between modules point one way");
  }

  /**
   * Native decoders read what strangers send: only a child process may, which the server starts.
   */
  static ArchRule onlyWorkersCallNativeCode() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "server.align.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", BASE + "server.align.worker..")
        .because("a crash in native code must not take the server down");
  }

  /** The protocol's pure packages do not know their listener. */
  static ArchRule ingestCoreIgnoresNetty() {
    return noClasses()
        .that()
        .resideInAnyPackage(BASE + "ingest.rtmp..", BASE + "ingest.flv..", BASE + "ingest.demux..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "ingest.netty..", "io.netty..");
  }
}
