package live.understudy.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import live.understudy.hls.InitSection;
import live.understudy.hls.MediaBytes;
import live.understudy.hls.Part;
import live.understudy.hls.SegmentInfo;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.PartEntry;
import live.understudy.hls.store.Place;
import live.understudy.hls.store.RecordCodec;
import live.understudy.hls.store.SegmentHead;
import org.jspecify.annotations.Nullable;

/**
 * The index and the volumes of one recording. {@link #write} takes a batch as a whole or not at
 * all: bytes first, index last. For the writer thread; what readers need is in {@link #places},
 * {@link #inits} and {@link #volumeName}.
 */
final class RecordingFiles {

  private final Path folder;
  private final StoreFiles files;
  private final StoreConfig config;
  private final ByteBuffer buffer;
  private final AppendFile index;
  private final StoredPlaces places;
  private final Map<Integer, InitSection> inits = new ConcurrentHashMap<>();
  private final Map<Integer, String> volumeNames = new ConcurrentHashMap<>();
  private int nextVolume;
  private @Nullable Volume volume;
  private @Nullable Growing growing;

  // What the current batch has added.
  private final List<ByteBuffer> frames = new ArrayList<>();
  private final Map<Integer, InitSection> newInits = new HashMap<>();
  private final Map<Integer, String> newVolumeNames = new HashMap<>();
  private final List<Volume> touched = new ArrayList<>();
  private final List<Runnable> atCommit = new ArrayList<>();

  private record Volume(int number, int initNumber, Path path, AppendFile file) {}

  private record Growing(SegmentHead head, Place place, List<PartEntry> entries) {}

  /**
   * What a recording's files hold when they are opened.
   *
   * @param index its records end at its end
   * @param nextVolume no volume has this number or a later one
   */
  record Opened(
      AppendFile index,
      Map<Integer, InitSection> inits,
      Map<Integer, String> volumeNames,
      int nextVolume,
      StoredPlaces places) {}

  RecordingFiles(
      Path folder, StoreFiles files, StoreConfig config, ByteBuffer buffer, Opened opened) {
    this.folder = folder;
    this.files = files;
    this.config = config;
    this.buffer = buffer;
    this.index = opened.index();
    this.places = opened.places();
    this.nextVolume = opened.nextVolume();
    inits.putAll(opened.inits());
    volumeNames.putAll(opened.volumeNames());
  }

  // --- from any thread ---

  StoredPlaces places() {
    return places;
  }

  @Nullable InitSection init(int number) {
    return inits.get(number);
  }

  @Nullable Path volumePath(int number) {
    String name = volumeNames.get(number);
    return name == null ? null : folder.resolve(name);
  }

  // --- from the writer thread ---

  /**
   * Writes a batch; how many bytes the files have grown by.
   *
   * @throws IOException when the disk refuses; then nothing of the batch is there
   */
  long write(List<Op> batch) throws IOException {
    boolean done = false;
    try {
      for (Op op : batch) {
        stage(op);
      }
      Volume current = volume;
      if (current != null) {
        // Those before it were flushed when they were full: the buffer holds one file's bytes.
        current.file().flush();
      }
      for (ByteBuffer frame : frames) {
        index.append(frame);
      }
      index.flush();
      done = true;
    } finally {
      if (!done) {
        rollback();
      }
    }
    return commit();
  }

  private void stage(Op op) throws IOException {
    switch (op) {
      case Op.Records records -> {
        for (IndexRecord record : records.records()) {
          if (record instanceof IndexRecord.End) {
            closeGrowing();
          }
          frame(record);
        }
      }
      case Op.Parts parts -> {
        Growing segment = growing(parts.head(), parts.init(), parts.anew());
        appendParts(segment, parts.parts(), true);
        List<PartEntry> entries = List.copyOf(segment.entries());
        atCommit.add(() -> places.grow(segment.head().msn(), segment.place(), entries));
      }
      case Op.Complete complete -> {
        SegmentInfo info = complete.info();
        Growing segment = growing(head(info), complete.init(), complete.anew());
        appendParts(segment, complete.parts(), false);
        // More of it may be there than was ever shown.
        finish(segment, info, complete.parts().size());
      }
    }
  }

  private static SegmentHead head(SegmentInfo info) {
    return new SegmentHead(
        info.msn(),
        info.initNumber(),
        info.discontinuity(),
        info.discontinuitySequence(),
        info.programDateTimeMs(),
        info.startUs(),
        info.independent());
  }

  /** The segment that {@code head} names, which is the one that grows, or begins now. */
  private Growing growing(SegmentHead head, InitSection init, boolean anew) throws IOException {
    Growing before = growing;
    if (before != null && before.head().msn() == head.msn() && !anew) {
      return before;
    }
    if (anew) {
      growing = null;
    }
    closeGrowing();
    if (places.size() >= config.maxSegmentsPerRecording()) {
      throw new IOException("the recording has " + places.size() + " segments, the most allowed");
    }
    Volume into = volumeFor(head.msn(), init);
    Growing begun =
        new Growing(head, new Place(into.number(), into.file().end()), new ArrayList<>());
    growing = begun;
    return begun;
  }

  /** A segment whose rest never came ends with the parts that are known under its number. */
  private void closeGrowing() {
    Growing segment = growing;
    if (segment != null && !segment.entries().isEmpty()) {
      finish(segment, segment.head().closed(segment.entries()), segment.entries().size());
    }
    growing = null;
  }

  private void finish(Growing segment, SegmentInfo info, int parts) {
    List<PartEntry> entries = List.copyOf(segment.entries().subList(0, parts));
    long sizeBytes = entries.stream().mapToLong(PartEntry::sizeBytes).sum();
    if (sizeBytes != info.sizeBytes()) {
      throw new IllegalStateException("parts of " + sizeBytes + " bytes in " + info);
    }
    frame(new IndexRecord.SegmentStored(info, segment.place(), entries));
    atCommit.add(() -> places.add(info.msn(), segment.place(), entries));
    growing = null;
  }

  /** Appends those of {@code parts} that are not there yet. */
  private void appendParts(Growing segment, List<Part> parts, boolean recordEach)
      throws IOException {
    Volume into = volume;
    if (into == null) {
      throw new IllegalStateException("no volume is open");
    }
    touch(into);
    for (Part part : parts) {
      int next = segment.entries().size();
      if (part.index() < next) {
        continue;
      }
      if (part.index() > next) {
        throw new IllegalStateException("part " + part.index() + " after " + next + " parts");
      }
      PartEntry entry = append(part, into.file());
      segment.entries().add(entry);
      if (recordEach) {
        IndexRecord.Start start =
            next == 0 ? new IndexRecord.Start(segment.head(), segment.place()) : null;
        frame(new IndexRecord.PartStored(segment.head().msn(), next, entry, start));
      }
    }
  }

  private static PartEntry append(Part part, AppendFile to) throws IOException {
    try (MediaBytes.Lease lease = part.bytes().lease()) {
      if (lease == null) {
        throw new IllegalStateException("a part went before it was written");
      }
      List<ByteBuffer> pieces = lease.pieces();
      PartEntry entry = PartEntry.of(part, pieces);
      for (ByteBuffer piece : pieces) {
        to.append(piece);
      }
      return entry;
    }
  }

  private void frame(IndexRecord record) {
    frames.add(RecordCodec.encode(record));
  }

  private Volume volumeFor(long msn, InitSection init) throws IOException {
    Volume current = volume;
    if (current != null
        && current.initNumber() == init.number()
        && current.file().end() < config.volumeBytes()) {
      return current;
    }
    if (current != null) {
      current.file().flush();
    }
    if (nextVolume >= config.maxVolumesPerRecording()) {
      throw new IOException("the recording has " + nextVolume + " volumes, the most allowed");
    }
    return openVolume(msn, init);
  }

  private Volume openVolume(long msn, InitSection init) throws IOException {
    for (int attempt = 0; ; attempt++) {
      IndexRecord.Volume record = new IndexRecord.Volume(nextVolume, msn, attempt, init.number());
      Path path = folder.resolve(record.fileName());
      StoreFile file;
      try {
        file = files.create(path);
      } catch (FileAlreadyExistsException e) {
        if (attempt == config.maxVolumesPerRecording()) {
          throw e;
        }
        continue;
      }
      Volume opened = new Volume(nextVolume, init.number(), path, new AppendFile(file, 0, buffer));
      nextVolume++;
      volume = opened;
      touch(opened);
      if (!inits.containsKey(init.number()) && newInits.put(init.number(), init) == null) {
        frame(new IndexRecord.Init(init));
      }
      frame(record);
      newVolumeNames.put(record.number(), record.fileName());
      opened.file().append(init.bytes());
      return opened;
    }
  }

  private void touch(Volume used) {
    if (touched.isEmpty() || touched.getLast().number() != used.number()) {
      touched.add(used);
    }
  }

  private long commit() throws IOException {
    inits.putAll(newInits);
    volumeNames.putAll(newVolumeNames);
    atCommit.forEach(Runnable::run);
    long grown = index.commit();
    for (Volume filled : touched) {
      grown += filled.file().commit();
    }
    List<Volume> full =
        touched.size() == 1 && touched.getFirst().equals(volume) ? List.of() : full();
    forgetBatch();
    for (Volume one : full) {
      one.file().close();
    }
    return grown;
  }

  /** Those of the batch that nothing is appended to any more. */
  private List<Volume> full() {
    Volume newest = volume;
    return touched.stream()
        .filter(one -> newest == null || one.number() != newest.number())
        .toList();
  }

  private void rollback() {
    index.rollback();
    Volume newest = volume;
    if (newest != null) {
      touch(newest);
    }
    for (Volume one : touched) {
      one.file().rollback();
      try {
        one.file().close();
        if (one.file().committed() == 0) {
          files.delete(one.path());
        }
      } catch (IOException e) {
        // What is left over is no part of the recording; recovery takes it away.
      }
    }
    // What follows begins in a new volume: this one may have a torn end that can't be cut now.
    volume = null;
    growing = null;
    forgetBatch();
  }

  private void forgetBatch() {
    frames.clear();
    newInits.clear();
    newVolumeNames.clear();
    touched.clear();
    atCommit.clear();
  }

  /** Closes all files. */
  void close() throws IOException {
    Volume current = volume;
    volume = null;
    growing = null;
    try (AppendFile _ = index) {
      if (current != null) {
        current.file().close();
      }
    }
  }
}
