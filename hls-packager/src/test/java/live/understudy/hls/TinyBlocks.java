package live.understudy.hls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Memory in small blocks that are used again at once, so that whoever reads without holding reads
 * what is not his. Counts what is out.
 */
public final class TinyBlocks implements MediaMemory {

  private final int blockBytes;
  private final List<byte[]> free = new ArrayList<>();
  private int taken;
  private int gone;
  private long heldBytes;

  /** What {@link #isScarce} says. */
  public boolean scarce;

  /** What {@link #isRoomy} says. */
  public boolean roomy = true;

  /** Blocks of so many bytes. */
  public TinyBlocks(int blockBytes) {
    this.blockBytes = blockBytes;
  }

  @Override
  public synchronized MediaBytes take(int length) {
    taken++;
    heldBytes += length;
    List<byte[]> blocks = new ArrayList<>();
    ByteBuffer[] pieces = new ByteBuffer[(length + blockBytes - 1) / blockBytes];
    for (int i = 0; i < pieces.length; i++) {
      byte[] block = free.isEmpty() ? new byte[blockBytes] : free.removeLast();
      blocks.add(block);
      pieces[i] = ByteBuffer.wrap(block, 0, Math.min(blockBytes, length - i * blockBytes));
    }
    return MediaBytes.in(pieces, () -> giveBack(blocks, length));
  }

  private synchronized void giveBack(List<byte[]> blocks, int length) {
    gone++;
    heldBytes -= length;
    blocks.forEach(block -> Arrays.fill(block, (byte) 0xEE));
    free.addAll(blocks);
  }

  @Override
  public int lumpBytes() {
    return 2 * blockBytes;
  }

  @Override
  public boolean isScarce() {
    return scarce;
  }

  @Override
  public boolean isRoomy() {
    return roomy;
  }

  /** How many were taken and have not gone. */
  public synchronized int out() {
    return taken - gone;
  }

  /** How many bytes are out. */
  public synchronized long heldBytes() {
    return heldBytes;
  }

  /** How many were taken. */
  public synchronized int taken() {
    return taken;
  }
}
