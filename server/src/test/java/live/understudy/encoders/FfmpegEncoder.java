package live.understudy.encoders;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg as an encoder: the machine's own, or the one that comes with the server.
 *
 * @param installed whether it is the machine's own
 */
record FfmpegEncoder(String id, boolean installed, @Nullable String own) implements Encoder {
  private static final String VERSION = "version (\\S+)";

  @Override
  public String version() throws NotInstalledException, IOException, InterruptedException {
    String version = Tools.version(VERSION, program(), "-version");
    return installed ? "FFmpeg " + version : "FFmpeg " + version + " (JavaCV's program)";
  }

  private String program() throws NotInstalledException {
    return own == null ? Tools.find("ffmpeg") : own;
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws NotInstalledException, IOException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(Studio.camera(codecs));
    command.addAll(codecs.ffmpegOptions());
    if (address.route().tls()) {
      command.addAll(List.of("-tls_verify", "1", "-ca_file", address.authority().toString()));
    }
    command.addAll(List.of("-f", "flv", address.urlWithUser()));
    List<String> shown = new ArrayList<>(command);
    shown.set(0, "ffmpeg");
    return new Running(address).start(command, studio.folder()).repeatedBy(address.mask(shown));
  }
}
