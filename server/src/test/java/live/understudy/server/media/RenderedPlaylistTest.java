package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import live.understudy.hls.InitSection;
import live.understudy.hls.MediaName;
import live.understudy.hls.Part;
import live.understudy.hls.PlaylistShape;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.SegmentWindow;
import live.understudy.hls.WindowConfig;
import live.understudy.hls.WindowSnapshot;
import live.understudy.server.http.MediaAnswer;
import live.understudy.server.http.MediaResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedPlaylistTest {
  private static final InitSection INIT = InitSection.of(2, Fixtures.picturesAndSound());

  private static Segment segment(long msn) {
    List<Part> parts =
        List.of(
            new Part(0, 1_000_000, true, new byte[] {1, (byte) msn}),
            new Part(1, 1_000_000, false, new byte[] {2, (byte) msn}));
    SegmentInfo info =
        new SegmentInfo(
            msn, 2, false, 0, 1_000 + 2_000 * msn, 2_000_000 * msn, 2_000_000, true, false, 4);
    return new Segment(info, INIT, parts);
  }

  /** Segments from 7 on. */
  private static WindowSnapshot window(PlaylistShape shape, int segments) {
    SegmentWindow window = new SegmentWindow(shape, new WindowConfig(120_000_000, 6, 60));
    for (int i = 0; i < segments; i++) {
      window.add(segment(7L + i));
    }
    return window.snapshot();
  }

  private static WindowSnapshot window(int segments) {
    return window(PlaylistShape.classic(2), segments);
  }

  private static MediaResource.Playlist playlist(RenderedPlaylist rendered, String name) {
    return switch (name) {
      case "media" -> rendered.media();
      case "index" -> rendered.multivariant();
      case "delta" -> rendered.delta();
      default -> throw new AssertionError(name);
    };
  }

  private static MediaResource.Playlist playlist(int segments, String name) {
    return playlist(new RenderedPlaylist(window(segments)), name);
  }

  @Test
  void new_withoutSegments_isRefused() {
    WindowSnapshot empty = window(0);
    assertThrows(IllegalArgumentException.class, () -> new RenderedPlaylist(empty));
  }

  @Test
  void find_everyListedName_isServed() {
    RenderedPlaylist rendered = new RenderedPlaylist(window(3));
    assertArrayEquals(new byte[] {1, 8, 2, 8}, bytes(rendered, "8.m4s"));
    assertArrayEquals(new byte[] {1, 8}, bytes(rendered, "8.0.m4s"));
    assertArrayEquals(new byte[] {2, 8}, bytes(rendered, "8.1.m4s"));
    assertArrayEquals(INIT.bytes(), bytes(rendered, "init-2.mp4"));
    List<String> names =
        Fixtures.text(rendered.media()).lines().filter(line -> !line.startsWith("#")).toList();
    assertEquals(List.of("7.m4s", "8.m4s", "9.m4s"), names);
    names.forEach(name -> bytes(rendered, name));
    assertTrue(
        Fixtures.text(rendered.multivariant()).endsWith("\n" + RenderedPlaylist.MEDIA + "\n"));
  }

  private static byte[] bytes(RenderedPlaylist rendered, String name) {
    MediaResource.Media media = rendered.find(parse(name), MediaAnswer.Missing::new);
    assertNotNull(media, name);
    assertEquals("video/mp4", media.contentType());
    assertTrue(media.immutable());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    media.chunks().forEach(chunk -> out.writeBytes(chunk.toArray()));
    return out.toByteArray();
  }

  private static MediaName parse(String name) {
    return Objects.requireNonNull(MediaName.parse(name), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.m4s", "10.m4s", "8.2.m4s", "10.0.m4s", "init-0.mp4", "init-3.mp4"})
  void find_whatIsNotInMemory_isNull(String name) {
    assertNull(new RenderedPlaylist(window(3)).find(parse(name), MediaAnswer.Missing::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"media", "index", "delta"})
  void playlist_gzipEqualsTextAndETagGoesWithIt(String name) throws Exception {
    MediaResource.Playlist one = playlist(3, name);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(one.gzip().toArray()))) {
      assertArrayEquals(one.text().toArray(), gzip.readAllBytes());
    }
    assertEquals(one.etag(), playlist(3, name).etag());
  }

  @ParameterizedTest
  @ValueSource(strings = {"media", "index", "delta"})
  void playlist_askedForTwice_isRenderedOnce(String name) {
    RenderedPlaylist rendered = new RenderedPlaylist(window(3));
    assertSame(playlist(rendered, name), playlist(rendered, name));
  }

  @Test
  void media_thatGrew_hasAnotherETag() {
    assertNotEquals(playlist(3, "media").etag(), playlist(4, "media").etag());
  }

  @Test
  void delta_ofALongList_skipsAndHasItsOwnETag() {
    RenderedPlaylist rendered = new RenderedPlaylist(window(new PlaylistShape(2, 0, true), 20));
    // 40 s, of which the last 12 s are told.
    assertTrue(Fixtures.text(rendered.delta()).contains("\n#EXT-X-SKIP:SKIPPED-SEGMENTS=14\n"));
    assertFalse(Fixtures.text(rendered.media()).contains("#EXT-X-SKIP"));
    assertNotEquals(rendered.media().etag(), rendered.delta().etag());
    assertEquals(2, rendered.media().targetDurationS());
    assertEquals(2, rendered.delta().targetDurationS());
    assertEquals(0, rendered.multivariant().targetDurationS());
  }
}
