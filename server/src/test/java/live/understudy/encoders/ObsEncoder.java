package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * OBS Studio on a screen that nobody sees, with a profile of its own, streaming to a custom
 * service. It trusts only the authorities in {@code /etc/ssl/certs}; so it gets a folder there of
 * its own, in a mount namespace, which only root may make.
 */
record ObsEncoder() implements Encoder {

  /** It compares a certificate with names only, never with addresses. */
  private static final String LOOPBACK_NAME = "localhost";

  private static final Pattern OWN_COMPLAINT =
      Pattern.compile(
          "(?i).*(rtmp stream|encoder).*(error|fail|invalid|not found|disconnect|surpassed).*"
              + "|.*RTMP_Connect.*|.*stream output type.*|.*Failed to (start|create).*(stream|enc).*");

  @Override
  public String id() {
    return "obs";
  }

  @Override
  public String version() throws NotInstalledException, IOException, InterruptedException {
    Tools.find("xvfb-run");
    return "OBS Studio " + Tools.version("OBS Studio - (\\S+)", Tools.find("obs"), "--version");
  }

  @Override
  public boolean isAlone() {
    // It renders in software here.
    return true;
  }

  @Override
  public int framesPerSecond() {
    return ObsProfile.FRAMES_PER_SECOND;
  }

  @Override
  public String complaint(List<String> lines) {
    return lines.stream()
        .filter(line -> OWN_COMPLAINT.matcher(line).matches())
        .findFirst()
        .orElse("it does not stream, and does not say why");
  }

  private static String encoder(Codecs.Video video) throws CannotException {
    return switch (video) {
      case H264 -> "obs_x264";
      case HEVC -> "ffmpeg_hevc_nvenc";
      case AV1 -> "ffmpeg_svt_av1";
      case VP9 -> throw new CannotException("OBS has no VP9 encoder to choose");
      case NONE -> throw new CannotException("OBS has no setting to stream sound alone");
    };
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    switch (codecs.audio()) {
      case NONE -> throw new CannotException("OBS has no setting to stream pictures alone");
      case AC3, EAC3, MP3 ->
          throw new CannotException("OBS has no setting for sound other than AAC");
      case AAC, OPUS -> {}
    }
    Path home = studio.newFolder("obs");
    ObsProfile profile =
        new ObsProfile(home, encoder(codecs.video()), codecs.audio() == Codecs.Audio.OPUS);
    profile.write(server(address), address, studio.film(Codecs.H264_AAC));
    Map<String, String> environment =
        Map.of(
            "HOME",
            home.toString(),
            "XDG_CONFIG_HOME",
            home.toString(),
            "XDG_RUNTIME_DIR",
            home.toString(),
            "QT_QPA_PLATFORM",
            "xcb",
            "LIBGL_ALWAYS_SOFTWARE",
            "1",
            "LP_NUM_THREADS",
            "1");
    List<String> command = new ArrayList<>();
    if (address.route().tls()) {
      command.addAll(trusting(home, address));
    }
    command.addAll(List.of(Tools.find("xvfb-run"), "-a", "-s", "-screen 0 640x480x24"));
    command.addAll(List.of(Tools.find("obs"), "--startstreaming", "--multi"));
    return new Running(address)
        .start(command, home, environment)
        .repeatedBy(
            "OBS: Server %s, Stream Key %s%s; encoder %s"
                .formatted(
                    address.mask(server(address)),
                    address.mask(address.name()),
                    address.hasUser() ? ", Username USER, Password KEY" : "",
                    encoder(codecs.video())));
  }

  private static String server(Address address) {
    return address.route().tls()
        ? address.server().replace("127.0.0.1", LOOPBACK_NAME)
        : address.server();
  }

  /** A command that lets what follows see the server's authority beside those of the machine. */
  private static List<String> trusting(Path home, Address address)
      throws CannotException, NotInstalledException, IOException, InterruptedException {
    Path trusted = Files.createDirectory(home.resolve("certs"));
    Path bundle = Path.of("/etc/ssl/certs/ca-certificates.crt");
    Files.copy(bundle, trusted.resolve(bundle.getFileName()));
    Files.copy(address.authority(), trusted.resolve("understudy.pem"));
    Files.writeString(
        trusted.resolve(bundle.getFileName()),
        Files.readString(address.authority()),
        StandardOpenOption.APPEND);
    String unshare = Tools.find("unshare");
    if (Tools.run(home, List.of(unshare, "-m", "true")).exit() != 0) {
      throw new CannotException("not tried: only root can make OBS trust the server's authority");
    }
    return List.of(
        unshare,
        "-m",
        "sh",
        "-c",
        "mount --bind \"$0\" /etc/ssl/certs && exec \"$@\"",
        trusted.toString());
  }
}
