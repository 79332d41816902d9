package live.understudy.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import live.understudy.server.config.StartupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second server out of a data folder. The operating system gives the lock back when the
 * process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {

  static final String FILE = "server.lock";

  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);
  private static final int MAX_PID_BYTES = 20;

  private final @Nullable FileChannel file;

  private FolderLock(@Nullable FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the folder for this process.
   *
   * @throws StartupException when another server has it
   */
  static FolderLock take(Path folder) throws StartupException {
    FileChannel file = null;
    try {
      file =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(file) != null) {
        file.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new FolderLock(file);
      }
      StartupException taken = taken(folder, holder(file));
      file.close();
      throw taken;
    } catch (IOException e) {
      // Some network file systems have no locks; that is no reason not to serve.
      LOG.warn("No lock on the data folder, see that only one server uses it: {}", e.toString());
      return new FolderLock(file);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another server in this very process.
      return null;
    }
  }

  private static StartupException taken(Path folder, String holder) {
    return new StartupException(
        "another server"
            + holder
            + " uses the data folder "
            + folder
            + "; stop it, or give this one a folder of its own with `storage.dataFolder` (or"
            + " --data)");
  }

  private static String holder(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
    file.read(bytes, 0);
    String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return pid.matches("\\d+") ? " (process " + pid + ")" : "";
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
