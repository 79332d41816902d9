package live.understudy.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files in which OBS keeps its settings, of an OBS that streams a film.
 *
 * @param home where OBS looks for its configuration
 * @param encoder OBS's id of the video encoder
 * @param opus whether sound is to be Opus instead of AAC, for an OBS that can choose
 */
record ObsProfile(Path home, String encoder, boolean opus) {
  static final int FRAMES_PER_SECOND = 10;

  private static final String X264 = "obs_x264";
  private static final Path SCENES = Path.of("obs-studio/basic/scenes");
  private static final Path PROFILE = Path.of("obs-studio/basic/profiles/Untitled");

  /**
   * Writes all of them.
   *
   * @param server without the key
   * @param address the key, and user and password where they are wanted
   * @param film what is streamed, in a loop
   */
  void write(String server, Address address, Path film) throws IOException {
    Path profile = Files.createDirectories(home.resolve(PROFILE));
    Files.writeString(profile.resolve("basic.ini"), settings());
    Files.writeString(profile.resolve("streamEncoder.json"), encoderSettings());
    Files.writeString(profile.resolve("service.json"), service(server, address));
    Files.writeString(home.resolve("obs-studio/global.ini"), GLOBAL);
    Path scenes = Files.createDirectories(home.resolve(SCENES));
    Files.writeString(scenes.resolve("Untitled.json"), scene(film));
  }

  private static final String GLOBAL =
      """
      [General]
      FirstRun=true
      LastVersion=486539266
      [Basic]
      Profile=Untitled
      ProfileDir=Untitled
      SceneCollection=Untitled
      SceneCollectionFile=Untitled
      [BasicWindow]
      PreviewEnabled=false
      """;

  private String settings() {
    return """
    [General]
    Name=Untitled
    [Output]
    Mode=Advanced
    Reconnect=false
    [AdvOut]
    Encoder=%s
    AudioEncoder=%s
    TrackIndex=1
    ApplyServiceSettings=true
    [Video]
    BaseCX=%d
    BaseCY=%d
    OutputCX=%d
    OutputCY=%d
    FPSType=0
    FPSCommon=%d
    [Audio]
    SampleRate=48000
    ChannelSetup=Stereo
    """
        .formatted(
            encoder,
            opus ? "ffmpeg_opus" : "ffmpeg_aac",
            Codecs.WIDTH,
            Codecs.HEIGHT,
            Codecs.WIDTH,
            Codecs.HEIGHT,
            FRAMES_PER_SECOND);
  }

  private String encoderSettings() {
    return """
    {"rate_control": "CBR", "bitrate": 300, "keyint_sec": 1, "preset": "%s",
     "tune": "zerolatency"}
    """
        .formatted(encoder.equals(X264) ? "ultrafast" : "10");
  }

  private static String service(String server, Address address) {
    return """
    {"type": "rtmp_custom", "settings": {"server": "%s", "key": "%s", "use_auth": %s,
     "username": "%s", "password": "%s"}}
    """
        .formatted(
            server,
            address.name(),
            address.hasUser(),
            address.hasUser() ? address.user() : "",
            address.hasUser() ? address.streamKey() : "");
  }

  private static String scene(Path film) {
    return """
    {"current_program_scene": "Scene", "current_scene": "Scene", "name": "Untitled",
     "scene_order": [{"name": "Scene"}], "groups": [], "sources": [
      {"id": "ffmpeg_source", "name": "Film", "mixers": 255, "volume": 1.0, "enabled": true,
       "settings": {"local_file": "%s", "looping": true}},
      {"id": "scene", "name": "Scene", "settings": {"id_counter": 1, "custom_size": false,
       "items": [{"name": "Film", "id": 1, "visible": true,
                  "pos": {"x": 0.0, "y": 0.0}, "scale": {"x": 1.0, "y": 1.0}}]}}]}
    """
        .formatted(film);
  }
}
