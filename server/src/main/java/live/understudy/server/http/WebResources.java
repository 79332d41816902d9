package live.understudy.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web pages, all loaded at start: a request can only name what is in this table.
 */
public final class WebResources {

  private static final String ROOT = "web/";
  private static final String[] ANCHORS = {"web/watch.html", "web/studio.html"};

  private final Map<String, WebResource> byName;

  private WebResources(Map<String, WebResource> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** A table of these files, by name relative to {@code web/}. */
  static WebResources of(Map<String, byte[]> files) {
    Map<String, WebResource> table = new HashMap<>();
    files.forEach((name, bytes) -> table.put(name, WebResource.of(name, bytes)));
    return new WebResources(table);
  }

  /** Everything below {@code web/} on the classpath, from jars or folders; empty without pages. */
  public static WebResources load(ClassLoader loader) {
    Map<String, byte[]> files = new HashMap<>();
    try {
      for (String anchor : ANCHORS) {
        URL url = loader.getResource(anchor);
        if (url != null) {
          collect(url, anchor, files);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(files);
  }

  /** {@code name} is relative to {@code web/}, such as {@code assets/app-1f3.js}. */
  @Nullable WebResource find(String name) {
    return byName.get(name);
  }

  /** How many files there are. */
  public int size() {
    return byName.size();
  }

  private static void collect(URL anchorUrl, String anchor, Map<String, byte[]> files)
      throws IOException {
    if (anchorUrl.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          if (!entry.isDirectory() && entry.getName().startsWith(ROOT)) {
            try (InputStream in = jar.getInputStream(entry)) {
              files.put(entry.getName().substring(ROOT.length()), in.readAllBytes());
            }
          }
        }
      }
      return;
    }
    Path root = folderOf(anchorUrl, anchor);
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = root.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
  }

  private static Path folderOf(URL anchorUrl, String anchor) {
    try {
      Path file = Path.of(anchorUrl.toURI());
      return java.util.Objects.requireNonNull(file.getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(anchor, e);
    }
  }
}
