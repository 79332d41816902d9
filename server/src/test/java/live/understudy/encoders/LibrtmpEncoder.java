package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** librtmp in a small program of ours that sends an FLV file in real time, tag by tag. */
record LibrtmpEncoder() implements Encoder {
  private static final Path SOURCE = Path.of("src/test/encoders/librtmp-publish.c");

  @Override
  public String id() {
    return "librtmp";
  }

  @Override
  public String version() throws NotInstalledException, IOException, InterruptedException {
    Path program = Files.createTempDirectory("librtmp").resolve("publish");
    build(program);
    String version = Tools.run(Path.of("."), List.of(program.toString(), "--version")).text();
    Files.delete(program);
    Files.delete(program.getParent());
    return "librtmp " + version.strip();
  }

  private static void build(Path program)
      throws NotInstalledException, IOException, InterruptedException {
    List<String> command =
        List.of(
            Tools.find("gcc"),
            "-O1",
            "-o",
            program.toString(),
            SOURCE.toAbsolutePath().toString(),
            "-lrtmp");
    Tools.Said said = Tools.run(Path.of("."), command);
    if (said.exit() != 0) {
      throw new NotInstalledException("librtmp can't be built with: " + said.text().strip());
    }
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws NotInstalledException, IOException, InterruptedException {
    Path program = studio.folder().resolve("librtmp-publish");
    synchronized (studio) {
      if (!Files.exists(program)) {
        build(program);
      }
    }
    String login =
        address.hasUser() ? " pubUser=" + address.user() + " pubPasswd=" + address.streamKey() : "";
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(studio.flv(codecs).toString(), address.url() + login));
    List<String> shown = new ArrayList<>(command);
    shown.set(0, "./librtmp-publish");
    shown.set(1, studio.flv(codecs).getFileName().toString());
    return new Running(address).start(command, studio.folder()).repeatedBy(address.mask(shown));
  }
}
