package live.understudy.hls;

import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import live.understudy.media.VideoConfig;

/**
 * Sample entries of {@code stsd} (ISO/IEC 14496-12, 8.5.2): H.264 and HEVC (14496-15, 5.4.2 and
 * 8.4.1), AV1 (AV1 in ISOBMFF, 2.2), VP9 (VP Codec ISO Media File Format Binding), AAC (14496-14,
 * 5.6), Opus (Opus in ISOBMFF, 4.3) and AC-3 (ETSI TS 102 366, annex F).
 */
final class SampleEntries {

  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG_DESCRIPTOR = 4;
  private static final int DECODER_SPECIFIC_INFO = 5;
  private static final int SL_CONFIG_DESCRIPTOR = 6;
  private static final int OBJECT_TYPE_MPEG4_AUDIO = 0x40;
  private static final int STREAM_TYPE_AUDIO = 0x15;

  private SampleEntries() {}

  static void video(ByteWriter w, VideoConfig config) {
    String configurationBox =
        switch (config.fourCc()) {
          case "avc1" -> "avcC";
          case "hvc1" -> "hvcC";
          case "av01" -> "av1C";
          case "vp09" -> "vpcC";
          default ->
              throw new IllegalArgumentException(
                  "no sample entry for video codec " + config.fourCc());
        };
    int entry = w.box(config.fourCc());
    w.zeros(6).u16(1).zeros(16);
    w.u16(config.width()).u16(config.height());
    w.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xFFFF);
    boolean versioned = configurationBox.equals("vpcC");
    int box = versioned ? w.fullBox("vpcC", 1, 0) : w.box(configurationBox);
    w.raw(config.decoderConfig());
    w.end(box);
    Colour colour = config.colour();
    if (colour != null) {
      colours(w, colour);
    }
    if (config.pixelAspectWidth() != config.pixelAspectHeight()) {
      int pasp = w.box("pasp");
      w.u32(config.pixelAspectWidth()).u32(config.pixelAspectHeight());
      w.end(pasp);
    }
    w.end(entry);
  }

  /** ColourInformationBox with on-screen colours (ISO/IEC 14496-12, 12.1.5). */
  private static void colours(ByteWriter w, Colour colour) {
    int colr = w.box("colr");
    w.ascii("nclx").u16(colour.primaries()).u16(colour.transfer()).u16(colour.matrix());
    w.u8(colour.fullRange() ? 0x80 : 0);
    w.end(colr);
  }

  static void audio(ByteWriter w, AudioConfig config) {
    String configurationBox =
        switch (config.fourCc()) {
          case "mp4a" -> "esds";
          case "Opus" -> "dOps";
          case "ac-3" -> "dac3";
          case "ec-3" -> "dec3";
          default ->
              throw new IllegalArgumentException(
                  "no sample entry for audio codec " + config.fourCc());
        };
    int entry = w.box(config.fourCc());
    w.zeros(6).u16(1).zeros(8).u16(config.channels()).u16(16).zeros(4);
    // 16.16 fixed point; a rate that does not fit is read from the decoder configuration.
    w.u32(config.sampleRate() < 0x10000 ? (long) config.sampleRate() << 16 : 0);
    if (configurationBox.equals("esds")) {
      esds(w, config.decoderConfig());
    } else {
      int box = w.box(configurationBox);
      w.raw(config.decoderConfig());
      w.end(box);
    }
    w.end(entry);
  }

  private static void esds(ByteWriter w, ByteSlice audioSpecificConfig) {
    int specific = audioSpecificConfig.length();
    int decoderConfig = 13 + descriptorSize(specific);
    int es = 3 + descriptorSize(decoderConfig) + descriptorSize(1);
    int box = w.fullBox("esds", 0, 0);
    descriptor(w, ES_DESCRIPTOR, es).u16(TrackIds.AUDIO).u8(0);
    descriptor(w, DECODER_CONFIG_DESCRIPTOR, decoderConfig);
    w.u8(OBJECT_TYPE_MPEG4_AUDIO).u8(STREAM_TYPE_AUDIO).u24(0).u32(0).u32(0);
    descriptor(w, DECODER_SPECIFIC_INFO, specific).raw(audioSpecificConfig);
    descriptor(w, SL_CONFIG_DESCRIPTOR, 1).u8(2);
    w.end(box);
  }

  private static ByteWriter descriptor(ByteWriter w, int tag, int size) {
    // The size in seven-bit groups, always four of them as most writers do.
    return w.u8(tag)
        .u8(0x80 | size >>> 21)
        .u8(0x80 | size >>> 14)
        .u8(0x80 | size >>> 7)
        .u8(size & 0x7F);
  }

  private static int descriptorSize(int content) {
    return 5 + content;
  }
}
