package live.understudy.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.Mark;
import live.understudy.hls.store.RecoveryPlan;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of all programs, one folder for each: {@code recordings/{eventId}/{language}}.
 * Thread-safe. One process at a time may have it open.
 */
public final class SegmentStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentStore.class);
  private static final String DELETED = ".deleted-";

  /**
   * The kernel takes direct memory only, so arrays are copied by somebody: once, into one buffer,
   * is the cheapest way. Measured per GB: 0.25 s in pieces of 1 MiB, 0.30 s of 256 KiB, 0.40 s of
   * 64 KiB; the JDK's own copies take 0.35 s, and keep a buffer as large as the largest array.
   */
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path folder;
  private final StoreConfig config;
  private final StoreFiles files;
  private final SpaceGuard space;
  private final StoreWriter writer;
  private final ReadHandles handles = new ReadHandles();
  private final AtomicLong pendingTotal = new AtomicLong();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** Held while a recording is opened, which takes long; the writer thread never waits for it. */
  private final Object opening = new Object();

  private final Map<ProgramId, Recording> recordings = new ConcurrentHashMap<>();
  private final Set<String> deleting = ConcurrentHashMap.newKeySet();
  private boolean closed;

  private SegmentStore(Path folder, StoreConfig config, StoreFiles files) {
    this.folder = folder;
    this.config = config;
    this.files = files;
    this.space = new SpaceGuard(config, files, folder);
    this.writer = new StoreWriter(this::tick, Math.min(1_000, config.retryMs()));
  }

  /**
   * Opens the store.
   *
   * @param dataFolder of the server; {@code recordings} is made in it
   * @throws IOException when the folder can't be made or read
   */
  public static SegmentStore open(Path dataFolder, StoreConfig config) throws IOException {
    return open(dataFolder, config, new DiskFiles());
  }

  static SegmentStore open(Path dataFolder, StoreConfig config, StoreFiles files)
      throws IOException {
    Path folder = dataFolder.resolve("recordings");
    files.createFolder(folder);
    SegmentStore store = new SegmentStore(folder, config, files);
    for (Path event : files.list(folder)) {
      if (String.valueOf(event.getFileName()).startsWith(DELETED)) {
        deleteTree(files, event);
      }
    }
    store.space.count(treeBytes(files, folder));
    store.space.refresh();
    store.writer.start();
    return store;
  }

  /**
   * A program's recording: a new one, or what an earlier process has left. Blocks; the same one at
   * each call.
   */
  public Recording recording(ProgramId program) throws IOException {
    synchronized (opening) {
      if (closed || deleting.contains(program.eventId())) {
        throw new IOException("no recording can be opened now: program=" + program);
      }
      Recording known = recordings.get(program);
      if (known != null) {
        return known;
      }
      Recording opened = openRecording(program);
      recordings.put(program, opened);
      return opened;
    }
  }

  private Recording openRecording(ProgramId program) throws IOException {
    Path event = folder.resolve(program.eventId());
    Path home = event.resolve(program.language());
    long before = treeBytes(files, event);
    RecordingOpener.Folder found = new RecordingOpener(files, home).open();
    space.count(treeBytes(files, event) - before);
    RecoveryPlan plan = found.plan();
    StoredPlaces places = new StoredPlaces();
    Map<Integer, String> names = new HashMap<>();
    found.image().volumes().forEach((number, volume) -> names.put(number, volume.fileName()));
    List<IndexRecord> missing = List.of();
    if (plan != null) {
      for (IndexRecord.SegmentStored segment : plan.stored()) {
        places.add(segment.info().msn(), segment.place(), segment.parts());
      }
      missing = plan.missing();
    }
    RecordingFiles recordingFiles =
        new RecordingFiles(
            home,
            files,
            config,
            buffer,
            new RecordingFiles.Opened(
                new AppendFile(found.index(), found.indexEnd(), buffer),
                found.image().inits(),
                names,
                found.image().nextVolume(),
                places));
    Mark newest = RecordingOpener.newest(found);
    RecordingQueue queue =
        new RecordingQueue(
            program,
            new RecordingQueue.Parts(
                config, writer, recordingFiles, new HeaderPage(found.page()), space, pendingTotal),
            newest,
            found.bytes());
    if (!missing.isEmpty()) {
      queue.records(newest, missing, StoredListener.NONE);
    }
    return new Recording(
        program,
        plan == null ? null : plan.recovered(),
        found.tellsAll(),
        newest,
        recordingFiles,
        handles,
        queue);
  }

  /**
   * Deletes an event's recordings, soon. What is given to them afterwards is not taken.
   *
   * @throws IllegalArgumentException when {@code eventId} is none
   */
  public void delete(String eventId) {
    if (!ProgramId.isEventId(eventId)) {
      throw new IllegalArgumentException("not an event id");
    }
    List<Recording> ofEvent = new ArrayList<>();
    synchronized (opening) {
      if (closed || !deleting.add(eventId)) {
        return;
      }
      recordings
          .values()
          .removeIf(
              recording -> recording.program().eventId().equals(eventId) && ofEvent.add(recording));
    }
    writer.execute(() -> deleteNow(eventId, ofEvent));
  }

  private void deleteNow(String eventId, List<Recording> ofEvent) {
    ofEvent.forEach(recording -> close(recording, false));
    Path home = folder.resolve(eventId);
    handles.closeBelow(home);
    try {
      if (files.isFolder(home)) {
        Path doomed = freeName(eventId);
        files.move(home, doomed);
        // A viewer may have opened a volume again meanwhile, whose space would stay taken.
        handles.closeBelow(home);
        // Gigabytes take the disk a while; nobody's segments wait for that.
        Thread.ofVirtual().name("store-delete").start(() -> deleteAside(eventId, doomed));
      }
    } catch (IOException e) {
      LOG.error("recordings not deleted: event={}", eventId, e);
    } finally {
      deleting.remove(eventId);
    }
  }

  private Path freeName(String eventId) {
    int n = 1;
    while (files.isFolder(folder.resolve(DELETED + eventId + "-" + n))) {
      n++;
    }
    return folder.resolve(DELETED + eventId + "-" + n);
  }

  private void deleteAside(String eventId, Path doomed) {
    try {
      space.count(-deleteTree(files, doomed));
      LOG.info("recordings deleted: event={}", eventId);
    } catch (IOException e) {
      LOG.error("recordings not deleted, tried again at the next start: event={}", eventId, e);
    }
  }

  /** Deletes a folder with all in it; how many bytes that were. */
  private static long deleteTree(StoreFiles files, Path path) throws IOException {
    long bytes = 0;
    if (files.isFolder(path)) {
      for (Path child : files.list(path)) {
        bytes += deleteTree(files, child);
      }
    } else {
      bytes = files.size(path);
    }
    files.delete(path);
    return bytes;
  }

  private static long treeBytes(StoreFiles files, Path path) throws IOException {
    if (!files.isFolder(path)) {
      return files.size(path);
    }
    long bytes = 0;
    for (Path child : files.list(path)) {
      bytes += treeBytes(files, child);
    }
    return bytes;
  }

  /** Bytes of all recordings. */
  public long usedBytes() {
    return space.usedBytes();
  }

  private void tick(long nowNs) {
    space.refresh();
    recordings.values().forEach(recording -> recording.tick(nowNs));
  }

  private static void close(@Nullable Recording recording, boolean writing) {
    try {
      if (recording != null) {
        recording.close(writing);
      }
    } catch (IOException e) {
      LOG.warn("recording not closed well: program={}", recording.program(), e);
    }
  }

  /** Writes what waits, as far as the disk takes it within a few seconds. */
  @Override
  public void close() {
    List<Recording> all;
    synchronized (opening) {
      closed = true;
      all = List.copyOf(recordings.values());
      recordings.clear();
    }
    writer.execute(() -> all.forEach(recording -> close(recording, true)));
    writer.close();
    handles.close();
  }
}
