package live.understudy.ingest.demux;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import live.understudy.media.ByteSlice;
import live.understudy.media.Timecode;
import live.understudy.media.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * The times of a picture that OBS writes into keyframes where it is told to measure: unregistered
 * user data with a UUID of its own, then a count, then for each time its form, its event and, in
 * the only form that OBS writes, a zero-terminated text of RFC 3339.
 */
final class ObsTimestamps {
  private static final int[] UUID = {
    0x0A, 0xEC, 0xFF, 0xE7, 0x52, 0x72, 0x4E, 0x2F, 0xA6, 0x2F, 0xD1, 0x9C, 0xD6, 0x1A, 0x93, 0xB5
  };

  private static final int RFC_3339 = 1;

  /** When the picture was composed; the other events are of the encoder's work. */
  private static final int COMPOSED = 1;

  private static final int MAX_TEXT_BYTES = 40;

  /** Nanoseconds in a long reach to 2262. */
  private static final long MAX_SECONDS = 9_000_000_000L;

  private ObsTimestamps() {}

  /** The time of composition in the SEI message at which {@code in} stands; null without one. */
  static @Nullable Timecode inMessage(SeiReader in) {
    for (int expected : UUID) {
      if (in.read() != expected) {
        return null;
      }
    }
    return composed(in.rest());
  }

  /** The same in the payload of AV1's metadata OBU. */
  static @Nullable Timecode inMetadata(byte[] array, int from, int end) {
    if (end - from < UUID.length) {
      return null;
    }
    for (int i = 0; i < UUID.length; i++) {
      if ((array[from + i] & 0xFF) != UUID[i]) {
        return null;
      }
    }
    return composed(new ByteSlice(array, from + UUID.length, end - from - UUID.length));
  }

  private static @Nullable Timecode composed(ByteSlice times) {
    int count = times.length() == 0 ? 0 : (times.unsignedByte(0) & 0x0F) + 1;
    int at = 1;
    for (int i = 0; i < count && at + 2 < times.length(); i++) {
      if (times.unsignedByte(at) != RFC_3339) {
        // Its length is not known.
        return null;
      }
      int event = times.unsignedByte(at + 1);
      int from = at + 2;
      int to = from;
      while (to < times.length() && times.unsignedByte(to) != 0) {
        to++;
      }
      if (to == times.length() || to - from > MAX_TEXT_BYTES) {
        return null;
      }
      if (event == COMPOSED) {
        byte[] text = times.slice(from, to - from).toArray();
        return utc(new String(text, StandardCharsets.US_ASCII));
      }
      at = to + 1;
    }
    return null;
  }

  private static @Nullable Timecode utc(String text) {
    try {
      Instant instant = Instant.parse(text);
      long seconds = instant.getEpochSecond();
      return seconds < 0 || seconds > MAX_SECONDS
          ? null
          : Timecode.utc(seconds * Timescale.NANOS_PER_SECOND + instant.getNano());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
