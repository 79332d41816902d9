package live.understudy.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.ChunkDecoder;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.RawMessage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One second of a 6 Mbit/s stream, as the decoder gets it from the socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkDecodingBenchmark {
  private static final int VIDEO_FRAMES = 30;
  private static final int VIDEO_BYTES = 25_000;
  private static final int AUDIO_FRAMES = 47;
  private static final int AUDIO_BYTES = 350;
  private static final int READ_BYTES = 16_384;

  /** What encoders choose: the protocol's default, and that of OBS. */
  @Param({"128", "4096"})
  int chunkBytes;

  private byte[] second = new byte[0];
  private int messages;

  /** Writes the second's messages with the product's own encoder. */
  @Setup
  public void encode() {
    ChunkEncoder encoder = new ChunkEncoder();
    encoder.setChunkBytes(chunkBytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < VIDEO_FRAMES; i++) {
      out.writeBytes(encoder.encode(6, new RawMessage(9, 1, i * 33L, new byte[VIDEO_BYTES])));
    }
    for (int i = 0; i < AUDIO_FRAMES; i++) {
      out.writeBytes(encoder.encode(4, new RawMessage(8, 1, i * 21L, new byte[AUDIO_BYTES])));
    }
    second = out.toByteArray();
    messages = VIDEO_FRAMES + AUDIO_FRAMES;
  }

  /** The score is seconds of stream per second of one core. */
  @Benchmark
  public long secondsOfStream() throws BadInputException {
    ChunkDecoder decoder = new ChunkDecoder(IngestLimits.defaults().chunks());
    decoder.setChunkBytes(chunkBytes);
    int decoded = 0;
    long bytes = 0;
    for (int at = 0; at < second.length; at += READ_BYTES) {
      ByteBuffer read = ByteBuffer.wrap(second, at, Math.min(READ_BYTES, second.length - at));
      @Nullable RawMessage message;
      while ((message = decoder.next(read)) != null) {
        decoded++;
        bytes += message.payload().length;
      }
    }
    if (decoded != messages) {
      throw new IllegalStateException(decoded + " of " + messages + " messages");
    }
    return bytes;
  }
}
