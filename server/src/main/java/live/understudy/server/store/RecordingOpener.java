package live.understudy.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import live.understudy.hls.store.IndexHeader;
import live.understudy.hls.store.IndexImage;
import live.understudy.hls.store.IndexRecord;
import live.understudy.hls.store.IndexScan;
import live.understudy.hls.store.Mark;
import live.understudy.hls.store.PartEntry;
import live.understudy.hls.store.RecoveryPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a recording's folder: reads what a process has left there, however it ended, and cuts off
 * what was not finished. Blocks; for the thread that starts a program.
 */
final class RecordingOpener {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingOpener.class);

  static final String INDEX = "index";

  private static final Pattern VOLUME_NAME = Pattern.compile("\\d{1,19}(-\\d{1,9})?\\.mp4");
  private static final int READ_BYTES = 1 << 20;

  /**
   * So many bytes before the end are compared with their checksums. A killed process leaves none
   * wrong; a machine that lost its power may, in what the disk had not written for half a minute.
   */
  private static final long CHECKED_TAIL_BYTES = 8L << 20;

  private final StoreFiles files;
  private final Path folder;

  RecordingOpener(StoreFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * A folder that was opened.
   *
   * @param index open, its records end at {@code indexEnd}
   * @param plan what was found; null for nothing
   * @param bytes of all its files
   * @param begun whether it begins only now, so that it tells nothing of what was before
   */
  record Folder(
      StoreFile index,
      long indexEnd,
      ByteBuffer page,
      IndexImage image,
      @Nullable RecoveryPlan plan,
      long bytes,
      boolean begun) {

    /** Whether what was found is all that was published. */
    boolean tellsAll() {
      IndexHeader.Slot slot = IndexHeader.read(page);
      Mark mark = slot.mark();
      boolean unused = slot.sequence() > 0 && (mark == null || !mark.isBeyond(Mark.NOTHING));
      return !begun && (plan != null || unused);
    }
  }

  Folder open() throws IOException {
    files.createFolder(folder);
    Path path = folder.resolve(INDEX);
    List<Path> volumes = volumes();
    if (files.size(path) < IndexHeader.BYTES && volumes.isEmpty()) {
      // Nothing was recorded before the header page was whole.
      files.delete(path);
      return begin();
    }
    if (files.size(path) == 0) {
      return setAside("it has volumes and no index");
    }
    StoreFile index = files.open(path);
    try {
      ByteBuffer bytes = readAll(index);
      if (!IndexHeader.isReadable(bytes)) {
        index.close();
        return setAside("its index is of no version that is known");
      }
      IndexImage image = new IndexImage();
      IndexScan.Result scan = IndexScan.scan(bytes, IndexHeader.BYTES, image::add);
      // The very first records may have been cut off: then nobody was told that anything is here.
      if (!image.hasBegun() && !(image.isEmpty() && scan.tail() != IndexScan.Tail.DAMAGED)) {
        index.close();
        return setAside("its index does not say how the playlist began");
      }
      return recover(index, bytes, image, scan, volumes);
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private Folder begin() throws IOException {
    StoreFile index = files.create(folder.resolve(INDEX));
    try {
      ByteBuffer page = IndexHeader.fresh();
      while (page.hasRemaining()) {
        index.write(page, page.position());
      }
      return new Folder(
          index,
          IndexHeader.BYTES,
          index.map(IndexHeader.BYTES),
          new IndexImage(),
          null,
          IndexHeader.BYTES,
          true);
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  /** Somebody may still want what can't be read here, so it is kept. */
  private Folder setAside(String why) throws IOException {
    for (int n = 1; ; n++) {
      Path aside = folder.resolveSibling(folder.getFileName() + "-unreadable-" + n);
      if (!files.isFolder(aside)) {
        files.move(folder, aside);
        LOG.error("recording set aside, a new one begins: why={} folder={}", why, aside);
        files.createFolder(folder);
        return begin();
      }
    }
  }

  private Folder recover(
      StoreFile index,
      ByteBuffer bytes,
      IndexImage image,
      IndexScan.Result scan,
      List<Path> volumes)
      throws IOException {
    boolean damaged = scan.tail() == IndexScan.Tail.DAMAGED || scan.skippedBytes() > 0;
    if (damaged) {
      LOG.error("index damaged, what can be read is used: folder={} scan={}", folder, scan);
    }
    if (scan.tail() == IndexScan.Tail.DAMAGED) {
      keep(bytes, scan.end());
    }
    index.truncate(scan.end());
    IndexHeader.Slot slot = IndexHeader.read(bytes);
    boolean certain = scan.tail() != IndexScan.Tail.DAMAGED && slot.sequence() > 0;
    Map<Integer, Long> lengths = new HashMap<>();
    for (IndexRecord.Volume volume : image.volumes().values()) {
      lengths.put(volume.number(), files.size(folder.resolve(volume.fileName())));
    }
    if (!image.ended()) {
      checkTail(image, lengths);
    }
    RecoveryPlan plan =
        RecoveryPlan.of(image, slot.mark(), certain, number -> lengths.getOrDefault(number, 0L));
    if (!damaged) {
      cutVolumes(image, plan, volumes);
    }
    return new Folder(
        index, scan.end(), index.map(IndexHeader.BYTES), image, plan, folderBytes(), false);
  }

  /** The damaged end of an index, for whoever wants to know what it was. */
  private void keep(ByteBuffer bytes, int from) throws IOException {
    for (int n = 1; ; n++) {
      Path copy = folder.resolve("index-damaged-" + n);
      if (files.size(copy) == 0) {
        files.delete(copy);
        try (StoreFile kept = files.create(copy)) {
          ByteBuffer left = bytes.duplicate().position(from);
          while (left.hasRemaining()) {
            kept.write(left, left.position() - from);
          }
        }
        return;
      }
    }
  }

  /** Of the newest segments, the first whose bytes are wrong ends its volume. */
  private void checkTail(IndexImage image, Map<Integer, Long> lengths) throws IOException {
    Map<Integer, StoreFile> open = new HashMap<>();
    try {
      long left = CHECKED_TAIL_BYTES;
      for (IndexRecord.SegmentStored segment : image.newestFirst()) {
        int number = segment.place().volume();
        IndexRecord.Volume volume = image.volumes().get(number);
        if (left <= 0 || volume == null) {
          return;
        }
        left -= segment.info().sizeBytes();
        long end = segment.place().offset() + segment.info().sizeBytes();
        if (end > lengths.getOrDefault(number, 0L)) {
          continue;
        }
        if (!open.containsKey(number)) {
          open.put(number, files.open(folder.resolve(volume.fileName())));
        }
        StoreFile file = open.get(number);
        if (file != null && !isIntact(file, segment)) {
          LOG.error("bytes of MSN {} are wrong: folder={}", segment.info().msn(), folder);
          lengths.put(number, segment.place().offset());
        }
      }
    } finally {
      for (StoreFile file : open.values()) {
        file.close();
      }
    }
  }

  private static boolean isIntact(StoreFile volume, IndexRecord.SegmentStored segment)
      throws IOException {
    long at = segment.place().offset();
    for (PartEntry part : segment.parts()) {
      CRC32C crc = new CRC32C();
      ByteBuffer bytes = ByteBuffer.allocate(part.sizeBytes());
      readFully(volume, bytes, at);
      crc.update(bytes.flip());
      if ((int) crc.getValue() != part.crc()) {
        return false;
      }
      at += part.sizeBytes();
    }
    return true;
  }

  /** Cuts off what no record tells of, so that each volume ends with a whole part. */
  private void cutVolumes(IndexImage image, @Nullable RecoveryPlan plan, List<Path> volumes)
      throws IOException {
    Set<Path> known = new HashSet<>();
    for (IndexRecord.Volume volume : image.volumes().values()) {
      Path path = folder.resolve(volume.fileName());
      long end = plan == null ? 0 : plan.volumeEnds().getOrDefault(volume.number(), 0L);
      known.add(path);
      if (files.size(path) > end) {
        try (StoreFile file = files.open(path)) {
          file.truncate(end);
        }
      }
    }
    for (Path path : volumes) {
      if (!known.contains(path)) {
        files.delete(path);
      }
    }
  }

  private List<Path> volumes() throws IOException {
    return files.list(folder).stream()
        .filter(path -> VOLUME_NAME.matcher(path.getFileName().toString()).matches())
        .toList();
  }

  private long folderBytes() throws IOException {
    long bytes = 0;
    for (Path path : files.list(folder)) {
      bytes += files.size(path);
    }
    return bytes;
  }

  private static ByteBuffer readAll(StoreFile file) throws IOException {
    long size = file.size();
    if (size > Integer.MAX_VALUE - READ_BYTES) {
      throw new IOException("an index of " + size + " bytes");
    }
    ByteBuffer all = ByteBuffer.allocate((int) size);
    readFully(file, all, 0);
    return all.flip();
  }

  private static void readFully(StoreFile file, ByteBuffer into, long from) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int limit = into.limit();
      into.limit(Math.min(limit, into.position() + READ_BYTES));
      int count = file.read(into, at);
      into.limit(limit);
      if (count <= 0) {
        throw new IOException("a file became shorter while it was read");
      }
      at += count;
    }
  }

  /** How far the playlist was published, as far as is known. */
  static Mark newest(Folder opened) {
    RecoveryPlan plan = opened.plan();
    if (plan == null) {
      return Mark.NOTHING;
    }
    return plan.recovered().ended() ? plan.newest().withEnd() : plan.newest();
  }
}
