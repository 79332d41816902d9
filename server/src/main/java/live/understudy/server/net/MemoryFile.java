package live.understudy.server.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that have no name and live in memory alone (memfd_create(2)): what a file can do, such as
 * sendfile(2), for bytes that were never on a disk. Linux only.
 */
public final class MemoryFile {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryFile.class);
  private static final int CLOSE_ON_EXEC = 1;

  /** The two calls; linking them takes a good part of a second in a young process. */
  private record Calls(MethodHandle create, MethodHandle close) {}

  private static volatile @Nullable Calls calls;

  private MemoryFile() {}

  /** Makes {@link #create} work where it can, on another thread and soon. */
  public static void prepare() {
    if (System.getProperty("os.name", "").equals("Linux")) {
      Thread.ofPlatform().name("memory-file").daemon().start(MemoryFile::link);
    }
  }

  private static void link() {
    try {
      Linker linker = Linker.nativeLinker();
      calls =
          new Calls(
              linker.downcallHandle(
                  linker.defaultLookup().findOrThrow("memfd_create"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
              linker.downcallHandle(
                  linker.defaultLookup().findOrThrow("close"),
                  FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
      try (FileChannel probe = create("probe")) {
        LOG.debug("Files in memory: {}", probe != null);
      }
    } catch (RuntimeException | IOException e) {
      LOG.debug("No files in memory: {}", e.toString());
      calls = null;
    }
  }

  /**
   * Makes an empty one, to be closed by the caller.
   *
   * @param name shown by tools such as lsof
   * @return null where there is none to be had, or not yet
   */
  public static @Nullable FileChannel create(String name) {
    Calls known = calls;
    if (known == null) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) known.create().invokeExact(arena.allocateFrom(name), CLOSE_ON_EXEC);
      if (descriptor < 0) {
        return null;
      }
      try {
        return FileChannel.open(
            Path.of("/proc/self/fd/" + descriptor),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
      } finally {
        int _ = (int) known.close().invokeExact(descriptor);
      }
    } catch (IOException e) {
      LOG.debug("No file in memory: {}", e.toString());
      return null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
