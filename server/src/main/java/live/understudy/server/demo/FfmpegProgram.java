package live.understudy.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The FFmpeg programs that the platform's jar of {@code org.bytedeco:ffmpeg} carries, unpacked into
 * a folder. JavaCPP's loader would unpack them too, but it also maps FFmpeg's libraries into this
 * process, where they are not wanted.
 *
 * @param ffmpeg the encoder and decoder
 * @param ffprobe tells what a file holds
 */
public record FfmpegProgram(Path ffmpeg, Path ffprobe) {
  private static final String ROOT = "org/bytedeco/ffmpeg/";

  /** The GPL build comes first: it is on the class path of tests alone, and has libx264. */
  private static final List<String> VARIANTS = List.of("-gpl", "");

  /** Unpacks into the user's cache folder, or uses what an earlier start has put there. */
  public static FfmpegProgram load() throws IOException {
    return load(Path.of(System.getProperty("user.home"), ".cache", "understudy"));
  }

  /**
   * Unpacks into a folder below {@code cache}, unless an earlier start has.
   *
   * @throws IOException when no jar for this platform is on the class path, or the disk refuses
   */
  public static FfmpegProgram load(Path cache) throws IOException {
    String platform = platform();
    String suffix = platform.startsWith("windows") ? ".exe" : "";
    for (String variant : VARIANTS) {
      String folder = ROOT + platform + variant + "/";
      URL url = FfmpegProgram.class.getResource("/" + folder + "ffmpeg" + suffix);
      if (url != null) {
        Path unpacked = unpack(url, folder, cache);
        return new FfmpegProgram(
            unpacked.resolve("ffmpeg" + suffix), unpacked.resolve("ffprobe" + suffix));
      }
    }
    throw new IOException("No FFmpeg for " + platform + " is on the class path");
  }

  private static Path unpack(URL url, String folder, Path cache) throws IOException {
    if (!(url.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("FFmpeg is expected in a jar: " + url);
    }
    // The jar may be open for class loading, so it is neither cached nor shared.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      Path jarFile = Path.of(jar.getName());
      String size = Long.toString(Files.size(jarFile), Character.MAX_RADIX);
      Path home = cache.resolve(jarFile.getFileName() + "-" + size);
      if (!Files.isDirectory(home)) {
        unpackInto(jar, folder, home);
      }
      return home;
    }
  }

  /** Unpacks beside the folder and renames, so that a folder that exists is complete. */
  private static void unpackInto(JarFile jar, String folder, Path home) throws IOException {
    Path cache = Files.createDirectories(home.toAbsolutePath().getParent());
    Path growing = Files.createTempDirectory(cache, "unpacking");
    try {
      for (JarEntry entry : jar.stream().filter(e -> isWanted(e, folder)).toList()) {
        Path file = growing.resolve(entry.getName().substring(folder.length()));
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
        makeExecutable(file);
      }
      Files.move(growing, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, and unpacked the same.
      deleteAll(growing);
    } catch (IOException e) {
      deleteAll(growing);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  /** Everything but JavaCPP's own bindings, whose names tell. */
  private static boolean isWanted(JarEntry entry, String folder) {
    String name = entry.getName();
    return !entry.isDirectory()
        && name.startsWith(folder)
        && name.indexOf('/', folder.length()) < 0
        && !name.contains("jni");
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true, true)) {
      throw new IOException("Cannot make " + file + " executable");
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** JavaCPP's name of this platform, which is also the jar's classifier. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("win") ? "windows" : "linux";
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + machine;
  }

  /** Whether this build can encode with {@code codec}, such as {@code libx264}. */
  public boolean hasEncoder(String codec) {
    @Nullable Process process = null;
    try {
      process =
          new ProcessBuilder(ffmpeg.toString(), "-hide_banner", "-loglevel", "error", "-encoders")
              .redirectErrorStream(true)
              .start();
      String list = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return list.lines().anyMatch(line -> line.contains(" " + codec + " "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
