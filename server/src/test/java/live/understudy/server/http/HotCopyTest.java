package live.understudy.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import live.understudy.server.net.MemoryFile;
import live.understudy.testing.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class HotCopyTest {

  private static final Duration PREPARED_WITHIN = Await.PATIENCE;
  private static final byte[] BYTES = bytes(100_000);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  private static HotCopy copy() {
    List<ByteBuffer> slices =
        List.of(ByteBuffer.wrap(BYTES, 0, 70_000), ByteBuffer.wrap(BYTES, 70_000, 30_000));
    return Objects.requireNonNull(HotCopy.of(slices, BYTES.length));
  }

  private static FileRegion region(HotCopy copy, int offset, int length) {
    return Objects.requireNonNull(copy.region(offset, length));
  }

  private static byte[] sent(FileRegion region) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (region.transferred() < region.count()) {
      region.transferTo(Channels.newChannel(out), region.transferred());
    }
    return out.toByteArray();
  }

  @BeforeAll
  static void prepare() throws Exception {
    MemoryFile.prepare();
    long endNs = System.nanoTime() + PREPARED_WITHIN.toNanos();
    FileChannel file = MemoryFile.create("test");
    while (file == null && System.nanoTime() < endNs) {
      Thread.onSpinWait();
      file = MemoryFile.create("test");
    }
    assertNotNull(file, "no files in memory on this Linux");
    file.close();
  }

  @Test
  void bytes_ofSeveralSlices_areTheSlices() {
    HotCopy copy = copy();
    byte[] read = new byte[BYTES.length];
    copy.bytes().duplicate().get(read);
    assertArrayEquals(BYTES, read);
    copy.retire();
  }

  @Test
  void region_part_isThatPart() throws Exception {
    HotCopy copy = copy();
    FileRegion region = region(copy, 69_990, 20);
    assertArrayEquals(Arrays.copyOfRange(BYTES, 69_990, 70_010), sent(region));
    region.release();
    FileRegion whole = region(copy, 0, BYTES.length);
    assertArrayEquals(BYTES, sent(whole));
    whole.release();
    copy.retire();
  }

  @Test
  void retire_whileSomebodySends_closesWhenItWasSent() throws Exception {
    HotCopy copy = copy();
    FileRegion region = region(copy, 0, BYTES.length);
    copy.retire();
    assertArrayEquals(BYTES, sent(region));
    region.release();
    assertNull(copy.region(0, 1));
    assertEquals(BYTES[5], copy.bytes().get(5), "the mapping outlives the file");
  }

  @Test
  void of_moreThanTheLimit_isMemoryWithoutAFile() {
    List<HotCopy> copies = new ArrayList<>();
    HotCopy last = small();
    while (hasFile(last) && copies.size() <= HotCopy.MAX_FILES) {
      copies.add(last);
      last = small();
    }
    ByteBuffer bytes = last.bytes();
    assertEquals(BYTES[1], bytes.get(1));
    assertNull(last.region(0, 1));
    copies.forEach(HotCopy::retire);
    HotCopy again = small();
    assertTrue(hasFile(again), "places are given back");
    again.retire();
  }

  private static HotCopy small() {
    return Objects.requireNonNull(HotCopy.of(List.of(ByteBuffer.wrap(BYTES, 0, 100)), 100));
  }

  private static boolean hasFile(HotCopy copy) {
    FileRegion region = copy.region(0, 1);
    return region != null && region.release();
  }
}
