package live.understudy.server.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out, on Linux and as far as permissions allow, which process listens on a port. */
final class PortHolder {

  private static final String LISTEN_STATE = "0A";

  private PortHolder() {}

  /** Such as {@code process 4711 (nginx)}; empty when it can't be found out. */
  static Optional<String> describe(int port) {
    try {
      Set<String> links = new HashSet<>();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        links.addAll(listeningSockets(Path.of(table), port));
      }
      return links.isEmpty() ? Optional.empty() : findOwner(links);
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }

  /** The {@code socket:[inode]} names of listening sockets; the format is of proc_pid_net(5). */
  private static Set<String> listeningSockets(Path table, int port) throws IOException {
    Set<String> links = new HashSet<>();
    if (!Files.isReadable(table)) {
      return links;
    }
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN_STATE)) {
        links.add("socket:[" + fields[9] + "]");
      }
    }
    return links;
  }

  private static Optional<String> findOwner(Set<String> links) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holdsAny(process.resolve("fd"), links)) {
          String name = Files.readString(process.resolve("comm")).strip();
          return Optional.of("process " + process.getFileName() + " (" + OneLine.of(name) + ")");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsAny(Path descriptors, Set<String> links) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)
            && links.contains(Files.readSymbolicLink(entry).toString())) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Another user's process, or one that just ended.
      return false;
    }
    return false;
  }
}
