package live.understudy.server.align.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** One channel of many. */
final class Mono {

  /** A sum this much quieter than its parts: they are each other's inverse. */
  private static final double CANCELLED = 0.02;

  private Mono() {}

  /** The mean of all channels; the first one where they would cancel each other. */
  static float[] of(AVFrame frame) throws UndecodableException {
    int channels = frame.ch_layout().nb_channels();
    int count = frame.nb_samples();
    int format = frame.format();
    boolean planar = avutil.av_sample_fmt_is_planar(format) != 0;
    float[] sum = new float[count];
    float[] first = new float[0];
    double parts = 0;
    for (int channel = 0; channel < channels; channel++) {
      BytePointer data = frame.extended_data(planar ? channel : 0);
      int step = planar ? 1 : channels;
      float[] samples = channel(data, format, count, planar ? 0 : channel, step);
      for (int i = 0; i < count; i++) {
        sum[i] += samples[i] / channels;
        parts += (double) samples[i] * samples[i] / channels;
      }
      if (channel == 0) {
        first = samples;
      }
    }
    double whole = 0;
    for (float sample : sum) {
      whole += (double) sample * sample;
    }
    return whole < CANCELLED * parts / channels ? first : sum;
  }

  private static float[] channel(BytePointer data, int format, int count, int from, int step)
      throws UndecodableException {
    int bytes = avutil.av_get_bytes_per_sample(format);
    long length = ((long) (count - 1) * step + from + 1) * bytes;
    ByteBuffer in = data.capacity(length).asByteBuffer().order(ByteOrder.nativeOrder());
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      int at = (from + i * step) * bytes;
      out[i] =
          switch (format) {
            case avutil.AV_SAMPLE_FMT_FLTP, avutil.AV_SAMPLE_FMT_FLT -> in.getFloat(at);
            case avutil.AV_SAMPLE_FMT_S16P, avutil.AV_SAMPLE_FMT_S16 -> in.getShort(at) / 32768f;
            case avutil.AV_SAMPLE_FMT_S32P, avutil.AV_SAMPLE_FMT_S32 -> in.getInt(at) * 0x1p-31f;
            default -> throw new UndecodableException("sample format " + format);
          };
    }
    return out;
  }
}
