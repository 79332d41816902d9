package live.understudy.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the project's own text files, whether or not they are under version control. */
final class ProjectTree {
  private static final Set<String> FOREIGN_FOLDERS =
      Set.of(".git", "target", "node_modules", "dist", "data", ".idea", ".vscode", ".vite");
  private static final Set<String> BINARY =
      Set.of(
          "png", "jpg", "jpeg", "gif", "ico", "webp", "woff2", "jar", "mp4", "m4s", "flv", "bin",
          "log", "db", "jsa");

  private ProjectTree() {}

  /** The folder that holds the modules, found upwards from where the tests run. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("Tests run outside the project");
    }
    return folder;
  }

  static List<SourceFile> files() {
    return files(root());
  }

  static List<SourceFile> files(Path root) {
    List<SourceFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Collector(root, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<SourceFile> files;

    Collector(Path root, List<SourceFile> files) {
      this.root = root;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean foreign =
          !folder.equals(root) && FOREIGN_FOLDERS.contains(folder.getFileName().toString());
      return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      boolean isText = !BINARY.contains(name.substring(name.lastIndexOf('.') + 1));
      // A worktree's .git is a file that names a path of the machine; it is no part of the tree.
      if (attributes.isRegularFile() && isText && !name.equals(".git")) {
        String path = root.relativize(file).toString().replace('\\', '/');
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        files.add(new SourceFile(path, text));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
