package live.understudy.ingest.demux;

import live.understudy.ingest.BadInputException;
import live.understudy.ingest.flv.AudioTag;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the sound is coded with: AAC's header says it all, AC-3 and E-AC-3 say it in every
 * frame, and with Opus the header and the first packet say it together.
 */
final class AudioTrack {
  private @Nullable AudioConfig config;
  private @Nullable OpusHead opus;
  private @Nullable Eac3Header eac3;

  /** The configuration from here on; null while it is unknown. */
  @Nullable AudioConfig onHeader(AudioTag.SequenceHeader header) throws BadInputException {
    if (header.fourCc().equals("mp4a")) {
      AudioConfig before = config;
      boolean repeated =
          is("mp4a") && before != null && before.decoderConfig().equals(header.config());
      if (header.config().length() > 0 && !repeated) {
        config = AacConfig.parse(header.config());
      }
    } else if (header.fourCc().equals("Opus")) {
      opus = OpusHead.parse(header.config());
    }
    return config;
  }

  /** The configuration that {@code frame} was coded with; null while it is unknown. */
  @Nullable AudioConfig onFrame(AudioTag.CodedFrame frame) throws BadInputException {
    switch (frame.fourCc()) {
      case "Opus" -> {
        OpusHead head = opus == null ? OpusHead.stereo() : opus;
        opus = head;
        AudioConfig before = config;
        if (before == null || !is("Opus") || !before.decoderConfig().equals(head.boxBody())) {
          config = head.config(frame.data());
        }
      }
      case "ac-3" -> config = Ac3Header.parse(frame.data());
      case "ec-3" -> {
        Eac3Header header = Eac3Header.parse(frame.data());
        // A frame of another size or length is the encoder's freedom, and no other configuration.
        if (!is("ec-3") || !header.isCodedLike(eac3)) {
          eac3 = header;
          config = header.config();
        }
      }
      default -> {
        // A raw AAC frame does not say how it is coded.
      }
    }
    return config;
  }

  /** How many output samples {@code frame}, of the present configuration, lasts. */
  int samplesIn(ByteSlice frame) throws BadInputException {
    AudioConfig current = config;
    if (current == null) {
      throw new IllegalStateException("no configuration yet");
    }
    return switch (current.fourCc()) {
      case "Opus" -> OpusHead.samplesIn(frame);
      case "ec-3" -> Eac3Header.parse(frame).samples();
      default -> current.samplesPerFrame();
    };
  }

  private boolean is(String fourCc) {
    return config != null && config.fourCc().equals(fourCc);
  }
}
