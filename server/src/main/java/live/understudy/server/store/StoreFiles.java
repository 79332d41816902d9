package live.understudy.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file system as the store uses it. */
interface StoreFiles {

  /** Makes a folder and those above it where they are absent; for the owner only. */
  void createFolder(Path folder) throws IOException;

  /** What is in a folder; nothing when it is absent. */
  List<Path> list(Path folder) throws IOException;

  boolean isFolder(Path path);

  /** Makes a file, which must be absent; for the owner only. */
  StoreFile create(Path path) throws IOException;

  /** Opens a file that is there. */
  StoreFile open(Path path) throws IOException;

  /** Bytes of a file; 0 when it is absent. */
  long size(Path path) throws IOException;

  /** Renames within the file system. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file or an empty folder, if it is there. */
  void delete(Path path) throws IOException;

  /** What this process may still write to the disk that holds {@code folder}. */
  long usableBytes(Path folder) throws IOException;
}
