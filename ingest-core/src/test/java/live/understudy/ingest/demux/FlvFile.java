package live.understudy.ingest.demux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.rtmp.AudioMessage;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.ByteSlice;

/** What FFmpeg 8 wrote with its FLV muxer: the messages that it would send. */
final class FlvFile {
  static final Path FOLDER = Path.of("src/test/resources/flv");
  private static final int HEADER_BYTES = 13;
  private static final int TAG_BYTES = 11;

  private FlvFile() {}

  /** All audio and video messages of the file. */
  static List<MediaMessage> messages(String name) {
    try {
      byte[] bytes = Files.readAllBytes(FOLDER.resolve(name + ".flv"));
      List<MediaMessage> messages = new ArrayList<>();
      ByteBuffer in = ByteBuffer.wrap(bytes);
      for (int at = HEADER_BYTES; at < bytes.length; ) {
        int size = in.getInt(at) & 0xFFFFFF;
        long timestampMs = in.getInt(at + 4) >>> 8 | (bytes[at + 7] & 0xFFL) << 24;
        ByteSlice body = ByteSlice.of(bytes).slice(at + TAG_BYTES, size);
        if (bytes[at] == 9) {
          messages.add(new VideoMessage(1, timestampMs, body));
        } else if (bytes[at] == 8) {
          messages.add(new AudioMessage(1, timestampMs, body));
        }
        at += TAG_BYTES + size + 4;
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same message with another body. */
  static MediaMessage withBody(MediaMessage message, byte[] body) {
    return switch (message) {
      case VideoMessage video -> new VideoMessage(1, video.timestampMs(), ByteSlice.of(body));
      case AudioMessage audio -> new AudioMessage(1, audio.timestampMs(), ByteSlice.of(body));
      default -> throw new IllegalArgumentException();
    };
  }

  static byte[] body(MediaMessage message) {
    return switch (message) {
      case VideoMessage video -> video.body().toArray();
      case AudioMessage audio -> audio.body().toArray();
      default -> throw new IllegalArgumentException();
    };
  }
}
