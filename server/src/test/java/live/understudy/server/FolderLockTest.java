package live.understudy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import live.understudy.server.config.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void take_taken_namesTheProcessAndWhatToDo() throws Exception {
    FolderLock first = FolderLock.take(folder);
    String message =
        String.valueOf(
            assertThrows(StartupException.class, () -> FolderLock.take(folder)).getMessage());
    assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
    assertTrue(message.contains(folder.toString()) && message.contains("--data"), message);
    first.close();
  }

  @Test
  void take_afterClose_works() throws Exception {
    FolderLock.take(folder).close();
    Files.writeString(folder.resolve(FolderLock.FILE), "a file that somebody left behind");
    try (FolderLock again = FolderLock.take(folder)) {
      assertEquals(
          Long.toString(ProcessHandle.current().pid()),
          Files.readString(folder.resolve(FolderLock.FILE)));
    }
  }
}
