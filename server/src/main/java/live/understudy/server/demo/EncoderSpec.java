package live.understudy.server.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link DemoEncoder} does.
 *
 * @param name for logs and people: "en primary"
 * @param camera what it films
 * @param videoPort the loopback port of raw pictures
 * @param audioPort the loopback port of raw sound
 * @param server the RTMP server without the key, {@code rtmps://host:1936/live}
 * @param streamKey a secret, kept out of logs
 * @param authority the certificate authority that the server's certificate must be signed by, or
 *     null to accept any
 * @param codec FFmpeg's name of the video encoder: {@code libopenh264}, {@code libx264}
 * @param keyframeFrames frames from one keyframe to the next
 * @param videoKbps kilobits a second of the picture
 * @param moreOptions appended to the options of the output
 */
public record EncoderSpec(
    String name,
    CameraSpec camera,
    int videoPort,
    int audioPort,
    URI server,
    String streamKey,
    @Nullable Path authority,
    String codec,
    int keyframeFrames,
    int videoKbps,
    List<String> moreOptions) {
  private static final int AUDIO_KBPS = 96;

  public EncoderSpec {
    moreOptions = List.copyOf(moreOptions);
    if (!server.getScheme().startsWith("rtmp")) {
      throw new IllegalArgumentException("Not an RTMP server: " + server);
    }
  }

  /** FFmpeg's arguments, without the program's own name. No shell ever reads them. */
  public List<String> arguments() {
    List<String> arguments = common();
    Path pem = authority;
    if (pem != null && server.getScheme().equals("rtmps")) {
      arguments.addAll(List.of("-tls_verify", "1", "-ca_file", pem.toString()));
    }
    arguments.addAll(List.of("-f", "flv", "-flvflags", "no_duration_filesize"));
    arguments.add(server + "/" + streamKey);
    return arguments;
  }

  /**
   * The same for one encode that goes to several servers, each of which may fail on its own. Each
   * output has its own thread (a fifo), because OpenSSL keeps errors per thread and FFmpeg would
   * take the error of one output's TLS for the other's.
   */
  public List<String> teeArguments(List<URI> servers) {
    List<String> arguments = common();
    arguments.addAll(List.of("-flags", "+global_header", "-f", "tee"));
    arguments.add(
        servers.stream()
            .map(each -> "[f=flv:onfail=ignore:use_fifo=1]" + each + "/" + streamKey)
            .collect(Collectors.joining("|")));
    return arguments;
  }

  private List<String> common() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "warning"));
    arguments.addAll(input());
    arguments.addAll(encoding());
    arguments.addAll(moreOptions);
    return arguments;
  }

  /** Both raw inputs; nothing needs to be probed, so both begin with their first bytes. */
  private List<String> input() {
    return List.of(
        "-f", "rawvideo",
        "-pix_fmt", "yuv420p",
        "-s", camera.width() + "x" + camera.height(),
        "-r", Integer.toString(camera.framesPerSecond()),
        "-i", "tcp://127.0.0.1:" + videoPort,
        "-f", "s16le",
        "-ar", Integer.toString(CameraSpec.SAMPLE_RATE),
        "-ch_layout", "mono",
        "-i", "tcp://127.0.0.1:" + audioPort,
        "-map", "0:v",
        "-map", "1:a");
  }

  private List<String> encoding() {
    List<String> options = new ArrayList<>(List.of("-c:v", codec));
    String gop = Integer.toString(keyframeFrames);
    options.addAll(List.of("-g", gop, "-b:v", videoKbps + "k", "-threads", "1"));
    if (codec.equals("libx264")) {
      options.addAll(List.of("-preset", "ultrafast", "-tune", "zerolatency"));
      options.addAll(List.of("-keyint_min", gop, "-sc_threshold", "0"));
    } else if (codec.equals("libopenh264")) {
      // Without frame skipping the encoder overshoots its rate rather than drop pictures.
      options.addAll(List.of("-rc_mode", "bitrate", "-allow_skip_frames", "0"));
    }
    options.addAll(List.of("-c:a", "aac", "-b:a", AUDIO_KBPS + "k"));
    return options;
  }

  /** Without the stream key. */
  @Override
  public String toString() {
    return "EncoderSpec[" + name + " to " + server + ", " + codec + " " + videoKbps + " kbit/s]";
  }
}
