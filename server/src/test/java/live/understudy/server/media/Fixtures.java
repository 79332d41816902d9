package live.understudy.server.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import live.understudy.api.event.EventView;
import live.understudy.failover.ProgramConfig;
import live.understudy.failover.ProgramResume;
import live.understudy.hls.InitSection;
import live.understudy.hls.PackagerResume;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.WindowConfig;
import live.understudy.hls.store.Recovered;
import live.understudy.ingest.netty.Admission;
import live.understudy.ingest.netty.PublishRequest;
import live.understudy.ingest.netty.SessionSink;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaRequest;
import live.understudy.server.http.MediaResource;
import live.understudy.server.http.MediaSource;
import org.jspecify.annotations.Nullable;

/** Small streams whose content means nothing, and publishers that only remember. */
final class Fixtures {
  static final ProgramId PROGRAM = new ProgramId("show", "en");
  static final EventView EVENT = EventView.scheduled("show", "Show", List.of("en"), 1_000);
  static final int FRAMES_PER_SECOND = 10;
  static final int KEYFRAME_EVERY = 5;

  /** Half-second segments without a hold, so that tests need not wait. */
  static final ProgramConfig CONFIG =
      new ProgramConfig(
          500_000,
          100_000,
          0,
          300_000_000,
          1_000_000_000,
          0,
          new WindowConfig(30_000_000, 6, 60),
          false,
          false,
          0);

  private Fixtures() {}

  static VideoConfig video() {
    return new VideoConfig(
        "avc1",
        ByteSlice.of(new byte[] {1, 100, 0, 31, (byte) 0xFF}),
        "avc1.64001f",
        640,
        360,
        FRAMES_PER_SECOND * 1_000,
        1_000);
  }

  static StreamConfig pictures() {
    return new StreamConfig(video(), null);
  }

  static AudioConfig audio() {
    return new AudioConfig(
        "mp4a", ByteSlice.of(new byte[] {0x11, (byte) 0x90}), "mp4a.40.2", 48_000, 2, 1_024);
  }

  static StreamConfig picturesAndSound() {
    return new StreamConfig(video(), audio());
  }

  static StreamConfig soundAlone() {
    return new StreamConfig(null, audio());
  }

  /** The frames {@code from} to {@code to - 1} of sound. */
  static List<SessionEvent> sound(int from, int to) {
    List<SessionEvent> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      events.add(unit(TrackType.AUDIO, i * 1_024L, true, "sound " + i));
    }
    return events;
  }

  /** The pictures {@code from} to {@code to - 1}; every fifth is a keyframe. */
  static List<SessionEvent> pictures(int from, int to) {
    List<SessionEvent> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      events.add(unit(TrackType.VIDEO, i * 1_000L, i % KEYFRAME_EVERY == 0, "picture " + i));
    }
    return events;
  }

  static SessionEvent unit(TrackType track, long dts, boolean keyframe, String text) {
    ByteSlice data = ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
    return new SessionEvent.Unit(
        new AccessUnit(track, dts, 0, keyframe, data, text.hashCode(), System.nanoTime()));
  }

  /** A playlist of which nothing is listed any more. */
  static ProgramResume resume(long nextMsn) {
    return new ProgramResume(
        new PackagerResume(nextMsn, 3, 2, true),
        PlaylistShape.classic(4),
        System.currentTimeMillis() - 60_000,
        50_000_000_000L,
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  /**
   * What was kept of a playlist that listed four segments of two seconds before {@code nextMsn},
   * the last of which ended a second ago.
   */
  static Recovered recovered(long nextMsn, boolean certain) {
    long nowMs = System.currentTimeMillis();
    List<SegmentInfo> segments = new ArrayList<>();
    for (long msn = nextMsn - 4; msn < nextMsn; msn++) {
      long behindMs = 1_000 + 2_000 * (nextMsn - msn);
      segments.add(
          new SegmentInfo(
              msn, 2, false, 5, nowMs - behindMs, 2_000_000 * msn, 2_000_000, true, false, 100));
    }
    return new Recovered(
        new PlaylistShape(4, 0, false),
        nowMs - 1_000 - 2_000 * nextMsn,
        false,
        certain,
        segments,
        Map.of(2, InitSection.of(2, pictures())),
        nextMsn,
        3,
        5,
        2_000_000 * nextMsn,
        nowMs - 1_000);
  }

  /** What a source gives at once; null for a 404. */
  static @Nullable MediaResource find(
      MediaSource source, ProgramId program, @Nullable Leg leg, String name) {
    MediaAnswer[] given = new MediaAnswer[1];
    MediaSource.Parked parked =
        source.find(new MediaRequest(program, leg, name, null), answer -> given[0] = answer);
    if (parked != null) {
      throw new AssertionError("parked");
    }
    return given[0] instanceof MediaAnswer.Found found ? found.resource() : null;
  }

  /** What a program's viewers get at once, from memory or from disk; null for a 404. */
  static byte @Nullable [] bytes(Delivery delivery, String name) {
    MediaAnswer[] given = new MediaAnswer[1];
    if (delivery.find(name, null, answer -> given[0] = answer) != null) {
      throw new AssertionError("parked: " + name);
    }
    return given[0] instanceof MediaAnswer.Found found ? bytes(found.resource()) : null;
  }

  private static byte[] bytes(MediaResource resource) {
    return switch (resource) {
      case MediaResource.Playlist playlist -> playlist.text().toArray();
      case MediaResource.Media media -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        media.chunks().forEach(chunk -> out.writeBytes(chunk.toArray()));
        yield out.toByteArray();
      }
      case MediaResource.Stored stored -> FakeArchive.bytes(stored.bytes());
    };
  }

  static String text(@Nullable MediaResource resource) {
    if (resource instanceof MediaResource.Playlist playlist) {
      return new String(playlist.text().toArray(), StandardCharsets.UTF_8);
    }
    return "";
  }

  /** Where an admitted publisher's events go. */
  static SessionSink sink(Admission answer) {
    if (answer instanceof Admission.Admitted admitted) {
      return admitted.sink();
    }
    throw new AssertionError("refused: " + answer);
  }

  /** Somebody who publishes and remembers why it was closed. */
  static final class Publisher {
    final List<String> closedFor = new CopyOnWriteArrayList<>();

    PublishRequest request(Leg leg, String streamKey) {
      return new PublishRequest(leg, "live", streamKey, "192.0.2.7", true, closedFor::add);
    }
  }
}
