package live.understudy.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.rtmp.ChunkEncoder;
import live.understudy.ingest.rtmp.RawMessage;

/**
 * A {@link SyntheticStream} as chunks that are made once and sent by any number of publishers:
 * after the first 16 s, the same 16 s again and again. Chunk headers tell distances of time, so
 * nothing in them changes; pictures and sound come out even after 480 frames and 750 runs of
 * samples.
 */
final class StreamBlock {
  static final int FRAMES = 480;
  private static final int KEYFRAME_FRAMES = 60;
  private static final int CHUNK_BYTES = 4_096;
  private static final int VIDEO_CHUNK_STREAM = 6;
  private static final int AUDIO_CHUNK_STREAM = 4;

  private final ByteBuf head;
  private final ByteBuf[] pieces = new ByteBuf[2 * FRAMES];
  private final long bytes;

  StreamBlock() {
    SyntheticStream stream = new SyntheticStream(KEYFRAME_FRAMES);
    ChunkEncoder encoder = new ChunkEncoder();
    encoder.setChunkBytes(CHUNK_BYTES);
    head =
        direct(
            List.of(
                encoder.encode(VIDEO_CHUNK_STREAM, stream.videoHeader()),
                encoder.encode(AUDIO_CHUNK_STREAM, stream.audioHeader())));
    long sound = 0;
    for (int frame = 0; frame < pieces.length; frame++) {
      List<byte[]> chunks = new ArrayList<>();
      while (SyntheticStream.audioMs(sound) < SyntheticStream.videoMs(frame + 1L)) {
        chunks.add(encode(encoder, AUDIO_CHUNK_STREAM, stream.audio(sound++)));
      }
      chunks.add(encode(encoder, VIDEO_CHUNK_STREAM, stream.video(frame)));
      pieces[frame] = direct(chunks);
    }
    long steady = 0;
    for (int frame = FRAMES; frame < pieces.length; frame++) {
      steady += pieces[frame].readableBytes();
    }
    bytes = steady;
  }

  private static byte[] encode(ChunkEncoder encoder, int chunkStream, RawMessage message) {
    return encoder.encode(chunkStream, message);
  }

  private static ByteBuf direct(List<byte[]> chunks) {
    int length = chunks.stream().mapToInt(chunk -> chunk.length).sum();
    ByteBuf buffer = Unpooled.directBuffer(length);
    chunks.forEach(buffer::writeBytes);
    return Unpooled.unreleasableBuffer(buffer.asReadOnly());
  }

  /** The sequence headers. */
  ByteBuf head() {
    return head.duplicate();
  }

  /** A frame and its sound. */
  ByteBuf frame(long number) {
    int at = (int) (number < FRAMES ? number : FRAMES + number % FRAMES);
    return pieces[at].duplicate();
  }

  /** Of 16 s. */
  long bytes() {
    return bytes;
  }
}
