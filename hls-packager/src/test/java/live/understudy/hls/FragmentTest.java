package live.understudy.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.media.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentTest {

  private static List<Sample> run(
      Random random, int count, long firstDts, int duration, String offsets, boolean allSync) {
    List<Sample> samples = new ArrayList<>();
    String[] pattern = offsets.split(" ");
    long dts = firstDts;
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[random.nextInt(300)];
      random.nextBytes(data);
      byte[] around = new byte[data.length + 7];
      System.arraycopy(data, 0, around, 3, data.length);
      samples.add(
          new Sample(
              dts,
              duration,
              Integer.parseInt(pattern[i % pattern.length]),
              allSync || i == 0,
              new ByteSlice(around, 3, data.length)));
      dts += duration;
    }
    return samples;
  }

  private static void assertSame(List<Sample> written, List<ReadSample> read, int track) {
    assertEquals(written.size(), read.size());
    for (int i = 0; i < written.size(); i++) {
      Sample sample = written.get(i);
      ReadSample back = read.get(i);
      assertEquals(track, back.track());
      assertEquals(sample.dts(), back.dts());
      assertEquals(sample.durationTicks(), back.duration());
      assertEquals(sample.compositionOffset(), back.compositionOffset());
      assertEquals(sample.sync(), back.sync());
      assertArrayEquals(sample.data().toArray(), back.data());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 0",
    "15, 24, 0, 0",
    "15, 0, 90000, 0",
    "0, 24, 90000, 0",
    "15, 24, 4294967296, 0",
    "15, 24, 9000000000000, 2000 4000 1000 0",
    "60, 24, 1, -1000 2000 -2000 0",
    "3, 1, 0, -2147483648 2147483647 -1",
    "1000, 1000, 5, 3000 0",
  })
  void write_thenRead_isTheSame(int pictures, int sounds, long dts, String offsets) {
    Random random = new Random(pictures);
    List<Sample> video = run(random, pictures, dts, 1001, offsets, false);
    List<Sample> audio = run(random, sounds, dts, 1024, "0", true);
    byte[] bytes = Fragment.write(MediaMemory.HEAP, 77, 90_000, video, audio).toArray();
    TinyBlocks blocks = new TinyBlocks(13);
    assertArrayEquals(bytes, Fragment.write(blocks, 77, 90_000, video, audio).toArray());
    assertEquals(77, FragmentReader.sequenceNumber(bytes));
    List<ReadSample> read = FragmentReader.samples(bytes);
    assertEquals(pictures + sounds, read.size());
    assertSame(video, read.subList(0, pictures), TrackIds.VIDEO);
    assertSame(audio, read.subList(pictures, read.size()), TrackIds.AUDIO);
  }

  @Test
  void write_beforeTimeZero_isABrokenInvariant() {
    List<Sample> video = run(new Random(1), 1, -1, 1000, "0", true);
    assertThrows(
        IllegalStateException.class,
        () -> Fragment.write(MediaMemory.HEAP, 1, 90_000, video, List.of()));
  }
}
