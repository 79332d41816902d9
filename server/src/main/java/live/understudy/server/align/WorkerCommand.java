package live.understudy.server.align;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the child: this process's own Java, small, and as limited as can be. */
final class WorkerCommand {

  private static final String MAIN = "live.understudy.server.align.worker.WorkerMain";

  /** Two seconds of neither sound need more; most is the comparison's. */
  private static final int HEAP_MB = 64;

  private static final int BYTES_PER_MB = 1 << 20;
  private static final String NICENESS = "10";

  /** JavaCPP's property for the folder; whoever sets it for this process means the child. */
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  private WorkerCommand() {}

  /** {@code libraries}: a folder into which the decoders' libraries are unpacked. */
  static List<String> of(SoundLimits limits, Path libraries) {
    return of(MAIN, limits, libraries);
  }

  /** The same for another main class. */
  static List<String> of(String mainClass, SoundLimits limits, Path libraries) {
    List<String> command = new ArrayList<>();
    Path prlimit = program("prlimit");
    if (prlimit != null) {
      // Data is what a process has written or may write to, and not what it has only reserved.
      long bytes = (long) limits.memoryMb() * BYTES_PER_MB;
      command.addAll(List.of(prlimit.toString(), "--data=" + bytes, "--core=0", "--"));
    }
    Path nice = program("nice");
    if (nice != null) {
      command.addAll(List.of(nice.toString(), "-n", NICENESS));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + HEAP_MB + "m",
            "-Xms8m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CICompilerCount=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:MaxMetaspaceSize=48m",
            "-XX:CompressedClassSpaceSize=16m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-D" + CACHE + "=" + System.getProperty(CACHE, libraries.toString()),
            "-cp",
            System.getProperty("java.class.path"),
            mainClass));
    return command;
  }

  private static @Nullable Path program(String name) {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path path = Path.of(folder, name);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    return null;
  }
}
