package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import live.understudy.media.StreamConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentWindowTest {

  private static final int TARGET_S = 2;
  private static final PlaylistShape SHAPE = PlaylistShape.classic(TARGET_S);
  private static final InitSection INIT = InitSection.of(0, Streams.config(30_000, 1000));
  private static final WindowConfig HALF_A_MINUTE = new WindowConfig(30_000_000, 6, 60);

  private long discontinuitySequence;
  private long startUs;

  private Segment segment(long msn, long durationUs, boolean tagged) {
    discontinuitySequence += tagged ? 1 : 0;
    List<Part> parts =
        List.of(
            new Part(0, durationUs / 2, true, new byte[] {(byte) msn}),
            new Part(1, durationUs - durationUs / 2, false, new byte[] {1, 2}));
    long beginsUs = startUs;
    startUs += durationUs;
    SegmentInfo info =
        new SegmentInfo(
            msn,
            INIT.number(),
            tagged,
            discontinuitySequence,
            1_700_000_000_000L + beginsUs / 1000,
            beginsUs,
            durationUs,
            true,
            false,
            3);
    return new Segment(info, INIT, parts);
  }

  private static @Nullable List<MediaBytes> find(WindowSnapshot snapshot, String name) {
    MediaName parsed = MediaName.parse(name);
    return parsed == null ? null : snapshot.find(parsed);
  }

  private static long listedUs(WindowSnapshot snapshot) {
    return snapshot.listed().stream().mapToLong(SegmentInfo::durationUs).sum();
  }

  @Test
  void add_steadySegments_listsHalfAMinute() {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    for (int i = 0; i < 100; i++) {
      window.add(segment(i, 2_000_000, false));
      assertEquals(Math.min(i + 1, 15), window.snapshot().listed().size());
    }
    assertEquals(99, window.snapshot().listed().getLast().msn());
  }

  /** RFC 8216bis, 6.2.1 and 6.2.2, over segments of any length. */
  @Test
  void add_anySegments_keepsTheRulesOfRemoval() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed * 7919L);
      int min = 4 + random.nextInt(3);
      WindowConfig config =
          new WindowConfig(1 + random.nextInt(40_000_000), min, min + random.nextInt(10));
      SegmentWindow window = new SegmentWindow(SHAPE, config);
      Map<Long, Long> servedUntilUs = new HashMap<>();
      long longestUs = 0;
      WindowSnapshot before = new SegmentWindow(SHAPE, HALF_A_MINUTE).snapshot();
      long nowUs = 0;
      for (int i = 0; i < 200; i++) {
        Segment added = segment(i, 100_000 + random.nextInt(2_390_000), random.nextInt(5) == 0);
        nowUs += added.durationUs();
        window.add(added);
        WindowSnapshot now = window.snapshot();
        longestUs = Math.max(longestUs, listedUs(now));
        for (SegmentInfo was : before.listed()) {
          if (!now.listed().contains(was)) {
            assertTrue(listedUs(now) >= 3_000_000L * TARGET_S, "shorter than three targets");
            servedUntilUs.put(was.msn(), nowUs + was.durationUs() + listedUs(before));
          }
        }
        for (Map.Entry<Long, Long> entry : servedUntilUs.entrySet()) {
          assertTrue(
              entry.getValue() <= nowUs || now.inMemory().containsKey(entry.getKey()),
              "gone early");
        }
        assertTrue(now.inMemory().size() < 200, "nothing is ever forgotten");
        before = now;
      }
    }
  }

  @Test
  void add_outOfOrderOrAfterTheEnd_isRefused() {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    window.add(segment(7, 2_000_000, false));
    for (long msn : new long[] {0, 6, 7, 9}) {
      Segment wrong = segment(msn, 2_000_000, false);
      assertThrows(IllegalStateException.class, () -> window.add(wrong));
    }
    window.end();
    assertTrue(window.snapshot().ended());
    Segment next = segment(8, 2_000_000, false);
    assertThrows(IllegalStateException.class, () -> window.add(next));
    assertEquals(7, window.snapshot().listed().getLast().msn());
  }

  @Test
  void write_asTheWindowSlides_keepsEveryDiscontinuityNumber() throws PlaylistParserException {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    Random random = new Random(3);
    Map<Long, Long> numbers = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      window.add(segment(i, 1_500_000 + random.nextInt(900_000), random.nextInt(3) == 0));
      var playlist = new MediaPlaylistParser().readPlaylist(MediaPlaylist.write(window.snapshot()));
      assertEquals(TARGET_S, playlist.targetDuration());
      assertTrue(playlist.ongoing());
      long number = playlist.discontinuitySequence();
      long msn = playlist.mediaSequence();
      for (MediaSegment listed : playlist.mediaSegments()) {
        number += listed.discontinuity() ? 1 : 0;
        assertEquals(numbers.computeIfAbsent(msn, _ -> discontinuitySequence), number);
        assertEquals(msn + ".m4s", listed.uri());
        assertTrue(listed.programDateTime().isPresent());
        msn++;
      }
      assertTrue(playlist.mediaSegments().getFirst().segmentMap().isPresent(), "no map");
    }
  }

  @Test
  void write_numbers_haveSixPlacesInEveryLocale() {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    for (long us : new long[] {1, 999_999, 2_000_001, 1_000_010}) {
      window.add(segment(window.snapshot().listed().size(), us, false));
    }
    String text = MediaPlaylist.write(window.snapshot());
    for (String expected : new String[] {"0.000001", "0.999999", "2.000001", "1.000010"}) {
      assertTrue(text.contains("#EXTINF:" + expected + ",\n"), text);
    }
    assertTrue(text.contains("#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.000Z\n"), text);
  }

  @Test
  void write_withoutSegments_isRefused() {
    WindowSnapshot empty = new SegmentWindow(SHAPE, HALF_A_MINUTE).snapshot();
    assertFalse(empty.isPlayable());
    assertThrows(IllegalArgumentException.class, () -> MediaPlaylist.write(empty));
    assertThrows(IllegalArgumentException.class, () -> MultivariantPlaylist.write(empty, "m"));
  }

  @Test
  void multivariant_ofEveryKindOfStream_says_whatItIs() throws PlaylistParserException {
    for (boolean sound : new boolean[] {true, false}) {
      StreamConfig config =
          new StreamConfig(Streams.avc(30_000, 1001, 1), sound ? Streams.AAC : null);
      Packager packager = Streams.packager(TARGET_S, config);
      SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
      Streams.packed(packager, Streams.constant(Streams.avc(30_000, 1001, 1), 120, 60, 0))
          .forEach(window::add);
      WindowSnapshot snapshot = window.snapshot();
      Variant variant =
          new MasterPlaylistParser()
              .readPlaylist(MultivariantPlaylist.write(snapshot, "media.m3u8"))
              .variants()
              .getFirst();
      assertEquals("media.m3u8", variant.uri());
      assertEquals(29.97, variant.frameRate().orElseThrow(), 0.001);
      assertEquals(1280, variant.resolution().orElseThrow().width());
      assertEquals(
          sound ? List.of("avc1.64001f", "mp4a.40.2") : List.of("avc1.64001f"), variant.codecs());
      long bits = snapshot.listed().stream().mapToLong(s -> s.sizeBytes() * 8).sum();
      assertEquals(
          bits / (listedUs(snapshot) / 1e6), variant.averageBandwidth().orElseThrow(), 1.0);
      assertTrue(variant.bandwidth() >= variant.averageBandwidth().orElseThrow());
    }
  }

  @Test
  void find_names_givesExactlyTheirBytes() {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    for (int i = 0; i < 20; i++) {
      window.add(segment(i, 2_000_000, false));
    }
    WindowSnapshot snapshot = window.snapshot();
    List<MediaBytes> whole = find(snapshot, "19.m4s");
    List<MediaBytes> part = find(snapshot, "19.1.m4s");
    List<MediaBytes> retired = find(snapshot, "0.m4s");
    List<MediaBytes> init = find(snapshot, "init-0.mp4");
    assertNotNull(whole);
    assertNotNull(part);
    assertNotNull(retired);
    assertNotNull(init);
    assertEquals(2, whole.size());
    assertEquals(List.of(2), part.stream().map(MediaBytes::length).toList());
    assertEquals(INIT.bytes(), init.getFirst().toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".m4s",
        "20.m4s",
        "-1.m4s",
        "+1.m4s",
        "01.m4s",
        "00.m4s",
        "1.01.m4s",
        "1.2.m4s",
        "1.-1.m4s",
        "1..m4s",
        "1.0.0.m4s",
        "1.m4s ",
        " 1.m4s",
        "1.m4s\n",
        "1.M4S",
        "1xm4s",
        "9223372036854775807.m4s",
        "9223372036854775808.m4s",
        "99999999999999999999999999.m4s",
        "1.999999.m4s",
        "1.9999999999.m4s",
        "\u0661.m4s",
        "\uff11.m4s",
        "0x1.m4s",
        "1e0.m4s",
        "../1.m4s",
        "1.m4s/..",
        "1.m4s?",
        "1.m4s\0",
        "init-.mp4",
        "init-1.mp4",
        "init-00.mp4",
        "init--0.mp4",
        "init-999999999.mp4",
        "init-9999999999.mp4",
        "init-0.m4s",
        "init-0.mp4.mp4",
        "media.m3u8"
      })
  void find_hostileNames_givesNothing(String name) {
    SegmentWindow window = new SegmentWindow(SHAPE, HALF_A_MINUTE);
    for (int i = 0; i < 10; i++) {
      window.add(segment(i, 2_000_000, false));
    }
    assertNull(find(window.snapshot(), name));
  }

  @Test
  void configs_thatPlayersCannotLiveWith_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(1, 3, 60));
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(1, 6, 5));
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(0, 6, 60));
    for (long[] bad :
        new long[][] {
          {0, 500_000, 500_000, 0},
          {31, 500_000, 500_000, 0},
          {2, 2_000_001, 500_000, 0},
          {2, 0, 0, 0},
          {2, 500_000, 500_001, 0},
          {2, 500_000, 0, 0},
          {2, 500_000, 500_000, -1},
          {2, 500_000, 500_000, 490_001}
        }) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PackagerConfig((int) bad[0], bad[1], bad[2], bad[3], false));
    }
    assertThrows(IllegalArgumentException.class, () -> new PackagerResume(-1, 0, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new PackagerResume(0, -1, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new PackagerResume(0, 0, -1, false));
  }
}
