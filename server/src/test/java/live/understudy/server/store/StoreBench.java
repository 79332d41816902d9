package live.understudy.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.understudy.api.event.RecordingStatus.State;
import live.understudy.hls.MediaName;
import live.understudy.hls.OpenSegment;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.store.Recovered;
import live.understudy.media.ByteSlice;
import live.understudy.media.ProgramId;
import live.understudy.server.http.ByteSource;
import live.understudy.server.memory.BlockPool;
import live.understudy.testing.Await;

/** A store under test, its faults, and what is asked of it again and again. */
final class StoreBench implements AutoCloseable {

  static final ProgramId PROGRAM = new ProgramId("launch", "en");
  static final StoreConfig SMALL =
      new StoreConfig(0, 0, 1L << 30, 1 << 20, 4 << 20, 100_000, 1_000, 20);

  private static final Duration SOON = Await.PATIENCE;

  final Path data;
  final FaultyFiles files = new FaultyFiles();
  final TestMedia media;

  /** Where what is given lies until it is written, and no longer. */
  private final BlockPool pool = new BlockPool(32L << 20);

  private final List<SegmentStore> left = new ArrayList<>();
  private StoreConfig config;
  SegmentStore store;

  StoreBench(Path data, TestMedia media, StoreConfig config) throws IOException {
    this.data = data;
    this.media = media;
    this.config = config;
    this.store = SegmentStore.open(data, config, files);
  }

  static StoreBench at(Path data) throws IOException {
    return new StoreBench(data, new TestMedia(1, 4, 300), SMALL);
  }

  Recording recording() throws IOException {
    return store.recording(PROGRAM);
  }

  Path folder() {
    return data.resolve("recordings/launch/en");
  }

  /** Another process opens what this one leaves; nothing is closed as it should be. */
  Recording restart() throws IOException {
    return restart(config);
  }

  Recording restart(StoreConfig other) throws IOException {
    config = other;
    left.add(store);
    store = SegmentStore.open(data, other, files);
    return recording();
  }

  /** Gives a segment; whether it was stored. */
  boolean give(Recording to, long msn) throws Exception {
    return answer(listener -> offer(to, msn, listener));
  }

  /** Gives a segment that leaves its window at once. */
  void offer(Recording to, long msn, StoredListener listener) {
    Segment segment = media.segment(msn);
    List<Part> parts = inBlocks(segment.parts());
    try {
      to.segment(new Segment(segment.info(), segment.init(), parts), listener);
    } finally {
      parts.forEach(part -> part.bytes().release());
    }
  }

  boolean giveParts(Recording to, long msn, int count) throws Exception {
    return answer(listener -> {
      OpenSegment open = media.open(msn, count);
      List<Part> parts = inBlocks(open.parts());
      try {
        to.parts(
            new OpenSegment(
                msn,
                open.init(),
                open.discontinuity(),
                open.discontinuitySequence(),
                open.programDateTimeMs(),
                open.startUs(),
                open.independent(),
                parts),
            listener);
      } finally {
        parts.forEach(part -> part.bytes().release());
      }
    });
  }

  private List<Part> inBlocks(List<Part> parts) {
    return parts.stream()
        .map(part ->
            new Part(
                part.index(),
                part.durationUs(),
                part.independent(),
                pool.copy(ByteSlice.of(part.bytes().toArray()))))
        .toList();
  }

  interface Giving {
    void to(StoredListener listener);
  }

  static boolean answer(Giving giving) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    giving.to(stored -> {
      if (!answer.complete(stored)) {
        throw new IllegalStateException("a listener is called once");
      }
    });
    return answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  static void awaitState(Recording of, State state) throws Exception {
    Await.until(SOON, () -> state + ", is " + of.status(), () -> of.status().state() == state);
  }

  void assertHas(Recording in, long msn) throws IOException {
    ByteSource found = in.find(new MediaName.OfSegment(msn));
    assertNotNull(found, "MSN " + msn);
    assertArrayEquals(
        media.bytes(msn, media.partsPerSegment()), TestMedia.read(found), "MSN " + msn);
  }

  /** What was recovered lists exactly {@code from} to {@code to}, and all their bytes are right. */
  void assertRecovered(Recording recording, long from, long to) throws IOException {
    Recovered recovered = Objects.requireNonNull(recording.recovered());
    List<Long> msns = recovered.segments().stream().map(SegmentInfo::msn).toList();
    assertEquals(
        java.util.stream.LongStream.rangeClosed(from, to).boxed().toList(), msns, "listed");
    for (SegmentInfo segment : recovered.segments()) {
      assertTrue(recovered.inits().containsKey(segment.initNumber()));
      assertHas(recording, segment.msn());
    }
  }

  @Override
  public void close() {
    files.go();
    store.close();
    left.forEach(SegmentStore::close);
    assertEquals(0, pool.usedBytes(), "parts that were written, or dropped, stay in memory");
  }
}
