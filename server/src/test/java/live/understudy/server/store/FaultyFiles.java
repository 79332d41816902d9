package live.understudy.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The real file system with a disk that can be full, hang, or fail in the middle of a write. */
final class FaultyFiles implements StoreFiles {

  private final DiskFiles disk = new DiskFiles();
  private volatile long room = Long.MAX_VALUE;
  private volatile long usable = Long.MAX_VALUE;
  private volatile boolean truncates = true;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean waitsAtGate;

  /** From now on {@code bytes} more can be written; the write that crosses this is torn. */
  void leaveRoomFor(long bytes) {
    room = bytes;
  }

  void freeBytes(long bytes) {
    usable = bytes;
  }

  void refuseToTruncate(boolean refuse) {
    truncates = !refuse;
  }

  /** Writes hang until {@link #go}. */
  void hang() {
    gate = new CountDownLatch(1);
  }

  void go() {
    gate.countDown();
  }

  boolean hangs() {
    return waitsAtGate;
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public boolean isFolder(Path path) {
    return disk.isFolder(path);
  }

  @Override
  public StoreFile create(Path path) throws IOException {
    return new FaultyFile(disk.create(path));
  }

  @Override
  public StoreFile open(Path path) throws IOException {
    return new FaultyFile(disk.open(path));
  }

  @Override
  public long size(Path path) throws IOException {
    return disk.size(path);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    disk.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public long usableBytes(Path folder) {
    return usable;
  }

  private final class FaultyFile implements StoreFile {
    private final StoreFile file;

    FaultyFile(StoreFile file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      waitsAtGate = true;
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        waitsAtGate = false;
      }
      long left = room;
      if (left >= from.remaining()) {
        room = left == Long.MAX_VALUE ? left : left - from.remaining();
        return file.write(from, position);
      }
      if (left > 0) {
        int limit = from.limit();
        from.limit(from.position() + (int) left);
        room = 0;
        int count = file.write(from, position);
        from.limit(limit);
        return count;
      }
      throw new IOException("No space left on device");
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (!truncates) {
        throw new IOException("Input/output error");
      }
      file.truncate(size);
    }

    @Override
    public ByteBuffer map(int bytes) throws IOException {
      return file.map(bytes);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
