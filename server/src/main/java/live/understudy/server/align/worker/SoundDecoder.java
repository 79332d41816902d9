package live.understudy.server.align.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import live.understudy.failover.align.CodedSound;
import live.understudy.failover.align.Sound;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes a run of coded sound to one channel.
 *
 * <p>What a decoder gives for a unit lies at that unit's time, as in players: encoders' priming is
 * sound like any other, and no decoder is asked to take it away. What is decoded first lacks what
 * came before it, and is left out.
 */
final class SoundDecoder implements AutoCloseable {

  /** Opus wants 80 ms to converge (RFC 7845, 4.6); AAC's overlap is over sooner. */
  private static final long PREROLL_MS = 100;

  /** No single allocation of FFmpeg is larger. */
  private static final long MAX_ALLOCATION_BYTES = 32 << 20;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avutil.av_max_alloc(MAX_ALLOCATION_BYTES);
  }

  private final AVCodecContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();

  private SoundDecoder(AudioConfig config) throws UndecodableException {
    AVCodec codec = avcodec.avcodec_find_decoder(codecId(config));
    if (codec == null) {
      throw new UndecodableException("no decoder for " + config.fourCc());
    }
    context = avcodec.avcodec_alloc_context3(codec);
    context.thread_count(1);
    context.flags2(context.flags2() | avcodec.AV_CODEC_FLAG2_SKIP_MANUAL);
    byte[] extradata = extradata(config);
    if (extradata.length > 0) {
      BytePointer copy =
          new BytePointer(
              avutil.av_mallocz(extradata.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
      copy.put(extradata, 0, extradata.length);
      context.extradata(copy);
      context.extradata_size(extradata.length);
    }
    context.sample_rate(config.sampleRate());
    avutil.av_channel_layout_default(context.ch_layout(), config.channels());
    if (avcodec.avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      close();
      throw new UndecodableException("the configuration of " + config.fourCc() + " is not valid");
    }
  }

  private static int codecId(AudioConfig config) throws UndecodableException {
    return switch (config.fourCc()) {
      case "mp4a" -> avcodec.AV_CODEC_ID_AAC;
      case "Opus" -> avcodec.AV_CODEC_ID_OPUS;
      case "ac-3" -> avcodec.AV_CODEC_ID_AC3;
      case "ec-3" -> avcodec.AV_CODEC_ID_EAC3;
      default -> throw new UndecodableException("unknown: " + config.fourCc());
    };
  }

  private static byte[] extradata(AudioConfig config) throws UndecodableException {
    return switch (config.fourCc()) {
      case "mp4a" -> config.decoderConfig().toArray();
      case "Opus" -> opusHead(config.decoderConfig());
      default -> new byte[0];
    };
  }

  /**
   * The same as {@code dOps} (Opus in ISOBMFF, 4.3.2) in the form of RFC 7845, 5.1: little-endian,
   * behind a signature.
   */
  private static byte[] opusHead(ByteSlice dops) throws UndecodableException {
    int fixed = 11;
    if (dops.length() < fixed) {
      throw new UndecodableException("dOps is too short");
    }
    ByteBuffer in = ByteBuffer.wrap(dops.toArray());
    ByteBuffer out = ByteBuffer.allocate(8 + dops.length()).order(ByteOrder.LITTLE_ENDIAN);
    out.put("OpusHead".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    in.get();
    out.put((byte) 1).put(in.get());
    out.putShort(in.getShort()).putInt(in.getInt()).putShort(in.getShort());
    out.put(in);
    return out.array();
  }

  /** Decodes {@code coded}; throws {@link UndecodableException} when nothing comes of it. */
  static Sound decode(CodedSound coded) throws UndecodableException {
    try (SoundDecoder decoder = new SoundDecoder(coded.config())) {
      return decoder.decodeAll(coded);
    }
  }

  private Sound decodeAll(CodedSound coded) throws UndecodableException {
    if (coded.units().isEmpty()) {
      throw new UndecodableException("no sound at all");
    }
    int tickRate = coded.config().timescale();
    long firstTicks = coded.units().getFirst().pts() + PREROLL_MS * tickRate / 1000;
    SoundTrack track = new SoundTrack(firstTicks, tickRate);
    for (AccessUnit unit : coded.units()) {
      if (send(unit)) {
        while (avcodec.avcodec_receive_frame(context, frame) >= 0) {
          track.add(Mono.of(frame), frame.sample_rate(), frame.pts());
          avutil.av_frame_unref(frame);
        }
      }
    }
    return track.sound();
  }

  /** One unit that is broken costs itself only. */
  private boolean send(AccessUnit unit) throws UndecodableException {
    ByteSlice data = unit.data().bytes();
    if (avcodec.av_new_packet(packet, data.length()) < 0) {
      throw new UndecodableException("no memory for a unit");
    }
    packet.data().put(data.array(), data.offset(), data.length());
    packet.pts(unit.pts());
    packet.dts(unit.pts());
    int sent = avcodec.avcodec_send_packet(context, packet);
    avcodec.av_packet_unref(packet);
    return sent >= 0;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
  }
}
