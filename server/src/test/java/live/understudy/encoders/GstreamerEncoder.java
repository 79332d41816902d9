package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * GStreamer with its own RTMP ({@code rtmp2sink}) or with librtmp ({@code rtmpsink}).
 *
 * @param sink the element
 */
record GstreamerEncoder(String sink) implements Encoder {
  /** Without it a busy machine makes the muxer give late pictures other times than their own. */
  private static final long MUX_LATENCY_NS = 1_000_000_000;

  private static final int SAMPLE_RATE = 48_000;

  /** FLV can't say that MP3 has 48 kHz. */
  private static final int FLV_MP3_RATE = 44_100;

  @Override
  public String id() {
    return "gstreamer-" + sink;
  }

  @Override
  public String version() throws NotInstalledException, IOException, InterruptedException {
    String inspect = Tools.find("gst-inspect-1.0");
    if (Tools.run(Path.of("."), List.of(inspect, sink)).exit() != 0) {
      throw new NotInstalledException(sink + " is not installed");
    }
    String launch = Tools.find("gst-launch-1.0");
    return "GStreamer " + Tools.version("GStreamer (\\S+)", launch, "--version") + ", " + sink;
  }

  @Override
  public Running start(Studio studio, Codecs codecs, Address address)
      throws NotInstalledException, IOException {
    List<String> command = new ArrayList<>(List.of(Tools.find("gst-launch-1.0"), "-q"));
    if (codecs.hasVideo()) {
      command.addAll(
          Codecs.words(
              "videotestsrc is-live=true ! video/x-raw,width=%d,height=%d,framerate=%d/1 ! %s ! queue ! mux."
                  .formatted(
                      Codecs.WIDTH,
                      Codecs.HEIGHT,
                      Codecs.FRAMES_PER_SECOND,
                      codecs.video().gstreamer)));
    }
    if (codecs.hasAudio()) {
      command.addAll(
          Codecs.words(
              "audiotestsrc is-live=true ! audio/x-raw,rate=%d,channels=2 ! audioconvert ! "
                      .formatted(codecs.audio() == Codecs.Audio.MP3 ? FLV_MP3_RATE : SAMPLE_RATE)
                  + codecs.audio().gstreamer
                  + " ! queue ! mux."));
    }
    command.addAll(
        Codecs.words("flvmux name=mux streamable=true latency=" + MUX_LATENCY_NS + " ! " + sink));
    command.addAll(target(address));
    return new Running(address).start(command, studio.folder());
  }

  private List<String> target(Address address) {
    List<String> words = new ArrayList<>();
    if (sink.equals("rtmp2sink")) {
      words.add("location=" + address.url());
      if (address.hasUser()) {
        words.add("username=" + address.user());
        words.add("password=" + address.streamKey());
      }
      if (address.route().tls()) {
        // It knows the authorities of the machine only.
        words.add("tls-validation-flags=0");
      }
    } else {
      String login =
          address.hasUser()
              ? " pubUser=" + address.user() + " pubPasswd=" + address.streamKey()
              : "";
      words.add("location=" + address.url() + login);
    }
    return words;
  }
}
