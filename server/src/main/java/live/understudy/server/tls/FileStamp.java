package live.understudy.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what a changed file is known. Links are followed: whoever replaces a link, as Kubernetes does,
 * changes the identity.
 *
 * @param identity device and inode, where there are such
 */
record FileStamp(FileTime modified, long bytes, @Nullable Object identity) {

  private static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1, null);

  static List<FileStamp> of(List<Path> files) {
    return files.stream().map(FileStamp::of).toList();
  }

  private static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException e) {
      return NONE;
    }
  }
}
