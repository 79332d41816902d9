package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import live.understudy.hls.InitSection;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.hls.WindowSnapshot;
import live.understudy.server.http.MediaResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedPlaylistTest {
  private static final InitSection INIT = InitSection.of(2, Fixtures.picturesAndSound());

  private static WindowSnapshot window(int segments) {
    List<Segment> listed = new ArrayList<>();
    Map<Long, Segment> served = new TreeMap<>();
    for (int i = 0; i < segments; i++) {
      long msn = 7L + i;
      List<Part> parts =
          List.of(
              new Part(0, 1_000_000, true, new byte[] {1, (byte) msn}),
              new Part(1, 1_000_000, false, new byte[] {2, (byte) msn}));
      Segment segment =
          new Segment(
              msn, INIT, false, 0, 1_000 + 2_000L * i, 2_000_000L * i, 2_000_000, true, parts);
      listed.add(segment);
      served.put(msn, segment);
    }
    return new WindowSnapshot(listed, served, Map.of(2, INIT), false, 2);
  }

  private static MediaResource.Playlist playlist(int segments, String name) {
    return assertInstanceOf(
        MediaResource.Playlist.class, new RenderedPlaylist(window(segments)).find(name));
  }

  @Test
  void find_everyListedName_isServed() throws Exception {
    RenderedPlaylist rendered = new RenderedPlaylist(window(3));
    assertEquals(7, rendered.mediaSequence());
    assertArrayEquals(new byte[] {1, 8, 2, 8}, bytes(rendered, "8.m4s"));
    assertArrayEquals(new byte[] {1, 8}, bytes(rendered, "8.0.m4s"));
    assertArrayEquals(new byte[] {2, 8}, bytes(rendered, "8.1.m4s"));
    assertArrayEquals(INIT.bytes(), bytes(rendered, "init-2.mp4"));
    String media = Fixtures.text(rendered.find("media.m3u8"));
    for (String line : media.lines().filter(line -> !line.startsWith("#")).toList()) {
      bytes(rendered, line);
    }
  }

  private static byte[] bytes(RenderedPlaylist rendered, String name) {
    MediaResource.Media media =
        assertInstanceOf(MediaResource.Media.class, rendered.find(name), name);
    assertEquals("video/mp4", media.contentType());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    media.chunks().forEach(chunk -> out.writeBytes(chunk.toArray()));
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6.m4s",
        "10.m4s",
        "8.2.m4s",
        "8.m4s.m4s",
        "-1.m4s",
        "08x.m4s",
        "init-0.mp4",
        "init-.mp4",
        "INDEX.M3U8",
        "../index.m3u8",
        "99999999999999999999.m4s",
        "8.9999999.m4s",
      })
  void find_otherNames_isNull(String name) {
    assertNull(new RenderedPlaylist(window(3)).find(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"media.m3u8", "index.m3u8"})
  void find_playlist_gzipEqualsTextAndETagGoesWithIt(String name) throws Exception {
    MediaResource.Playlist one = playlist(3, name);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(one.gzip().toArray()))) {
      assertArrayEquals(one.text().toArray(), gzip.readAllBytes());
    }
    assertEquals(one.etag(), playlist(3, name).etag());
  }

  @Test
  void find_mediaPlaylistThatGrew_hasAnotherETag() {
    assertNotEquals(playlist(3, "media.m3u8").etag(), playlist(4, "media.m3u8").etag());
  }
}
