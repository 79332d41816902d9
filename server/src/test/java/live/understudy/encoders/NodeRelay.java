package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * node-media-server that relays what FFmpeg sends it. It is fetched with npm when it is first run.
 */
final class NodeRelay implements Encoder {
  private static final String PACKAGE = "node-media-server";
  private static final Path SCRIPT = Path.of("src/test/encoders/node-relay.cjs");

  private final Path home;
  private @Nullable String version;

  NodeRelay(Path home) {
    this.home = home.toAbsolutePath();
  }

  @Override
  public String id() {
    return PACKAGE;
  }

  @Override
  public synchronized String version()
      throws NotInstalledException, IOException, InterruptedException {
    String known = version;
    if (known != null) {
      return known;
    }
    Tools.find("node");
    Files.createDirectories(home);
    Path description = home.resolve("node_modules").resolve(PACKAGE).resolve("package.json");
    if (!Files.exists(description)) {
      Files.writeString(home.resolve("package.json"), "{\"private\": true}\n");
      Tools.Said said = Tools.run(home, List.of(Tools.find("npm"), "install", PACKAGE));
      if (said.exit() != 0) {
        throw new NotInstalledException("npm can't fetch " + PACKAGE);
      }
    }
    Files.copy(
        SCRIPT, home.resolve("relay.cjs"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String found =
        Files.readString(description).replaceAll("(?s).*\"version\": *\"([^\"]+)\".*", "$1");
    String name = PACKAGE + " " + found + ", relaying";
    version = name;
    return name;
  }

  @Override
  public String complaint(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("Error:") || line.contains("[ERROR]"))
        .findFirst()
        .orElseGet(() -> Encoder.super.complaint(lines));
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws NotInstalledException, IOException, InterruptedException {
    version();
    int rtmpPort = Tools.freePort();
    int httpPort = Tools.freePort();
    Path folder = studio.newFolder("node");
    List<String> relay =
        List.of(
            Tools.find("node"),
            home.resolve("relay.cjs").toString(),
            Integer.toString(rtmpPort),
            Integer.toString(httpPort),
            address.urlWithUser(),
            "/live/a");
    Running running = new Running(address).start(relay, folder);
    NginxRelay.Ports.await(rtmpPort);
    running.start(studio.projector(codecs, "rtmp://127.0.0.1:" + rtmpPort + "/live/a"), folder);
    return running.repeatedBy(
        "node-media-server: relay task push /live/a to " + address.mask(address.urlWithUser()));
  }
}
