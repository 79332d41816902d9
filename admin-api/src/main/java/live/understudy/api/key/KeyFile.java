package live.understudy.api.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read: the key of the stored secrets, and the database. */
public final class KeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * The 32 bytes of the key file, which is made on first use; {@link IOException} says what is
   * wrong with it.
   */
  public static byte[] readOrCreate(Path file) throws IOException {
    if (Files.notExists(file)) {
      try {
        createOwnerOnly(file, Secrets.bytes(KeyCipher.KEY_BYTES));
      } catch (FileAlreadyExistsException e) {
        // Another process of ours made it between the two calls: its key is as good as ours.
      }
    }
    long size = Files.size(file);
    if (size != KeyCipher.KEY_BYTES) {
      throw new IOException(
          "the key file "
              + file
              + " has "
              + size
              + " bytes, expected "
              + KeyCipher.KEY_BYTES
              + "; restore it from a backup");
    }
    return Files.readAllBytes(file);
  }

  /** Makes an empty file that only its owner may read, unless there is one. */
  public static void createOwnerOnly(Path file) throws IOException {
    if (Files.notExists(file)) {
      createOwnerOnly(file, new byte[0]);
    }
  }

  private static void createOwnerOnly(Path file, byte[] content) throws IOException {
    boolean posix = Files.getFileStore(parent(file)).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
