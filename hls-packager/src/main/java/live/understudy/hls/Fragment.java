package live.understudy.hls;

import java.util.List;
import live.understudy.media.TimedText;

/**
 * Writes one {@code moof} and {@code mdat} (ISO/IEC 14496-12, 8.8), and before them what is said in
 * words while its pictures are shown: the bytes of one part.
 */
final class Fragment {

  // tfhd: default-base-is-moof. trun: data-offset, and per sample duration, size, flags, offset.
  private static final int TFHD_DEFAULT_BASE_IS_MOOF = 0x020000;
  private static final int TRUN_VIDEO = 0x000F01;
  private static final int TRUN_AUDIO = 0x000301;
  private static final int TFHD_DEFAULT_FLAGS = 0x000020;

  // ISO/IEC 14496-12, 8.8.3.1: sample_depends_on 2 = independent; 1 = depends, and non-sync.
  private static final int FLAGS_SYNC = 0x02000000;
  private static final int FLAGS_NON_SYNC = 0x01010000;

  private static final int MDAT_HEADER = 8;

  private Fragment() {}

  /**
   * The fragment's bytes, held by the caller. The samples are copied once, to where they stay;
   * where there is room, whoever keeps them has them there, too.
   *
   * @param memory where they lie
   * @param sequence {@code mfhd}'s sequence_number
   * @param timescale of the samples that have texts
   * @param video samples in decode order; may be empty
   * @param audio samples in decode order; may be empty
   */
  static MediaBytes write(
      MediaMemory memory, long sequence, int timescale, List<Sample> video, List<Sample> audio) {
    ByteWriter w = new ByteWriter();
    eventMessages(w, timescale, video);
    eventMessages(w, timescale, audio);
    int moof = w.box("moof");
    int mfhd = w.fullBox("mfhd", 0, 0);
    w.u32(sequence);
    w.end(mfhd);
    int videoOffsetAt = video.isEmpty() ? -1 : videoRun(w, video);
    int audioOffsetAt = audio.isEmpty() ? -1 : audioRun(w, audio);
    w.end(moof);
    int videoBytes = totalBytes(video);
    int payload = Math.addExact(videoBytes, totalBytes(audio));
    int dataAt = w.size() + MDAT_HEADER;
    if (videoOffsetAt >= 0) {
      w.setU32(videoOffsetAt, dataAt - moof);
    }
    if (audioOffsetAt >= 0) {
      w.setU32(audioOffsetAt, dataAt - moof + videoBytes);
    }
    w.u32(MDAT_HEADER + payload).ascii("mdat");
    MediaBytes bytes = memory.take(Math.addExact(dataAt, payload));
    MediaBytes.Writer into = new MediaBytes.Writer(bytes);
    w.writeTo(into);
    video.forEach(sample -> into.put(sample.data()));
    audio.forEach(sample -> into.put(sample.data()));
    if (memory.isRoomy()) {
      move(audio, bytes, move(video, bytes, dataAt));
    }
    return bytes;
  }

  private static int move(List<Sample> samples, MediaBytes to, int from) {
    int at = from;
    for (Sample sample : samples) {
      if (sample.data() instanceof SharedData shared) {
        shared.moveTo(to, at);
      }
      at += sample.data().length();
    }
    return at;
  }

  private static void eventMessages(ByteWriter w, int timescale, List<Sample> samples) {
    for (Sample sample : samples) {
      for (TimedText text : sample.texts()) {
        EventMessage.write(w, timescale, sample.pts(), text);
      }
    }
  }

  private static int videoRun(ByteWriter w, List<Sample> samples) {
    int traf = w.box("traf");
    int tfhd = w.fullBox("tfhd", 0, TFHD_DEFAULT_BASE_IS_MOOF);
    w.u32(TrackIds.VIDEO);
    w.end(tfhd);
    decodeTime(w, samples.getFirst().dts());
    // Version 1: sample_composition_time_offset is signed.
    int trun = w.fullBox("trun", 1, TRUN_VIDEO);
    w.u32(samples.size());
    int offsetAt = w.size();
    w.u32(0);
    for (Sample sample : samples) {
      w.u32(sample.durationTicks()).u32(sample.data().length());
      w.u32(sample.sync() ? FLAGS_SYNC : FLAGS_NON_SYNC).u32(sample.compositionOffset());
    }
    w.end(trun);
    w.end(traf);
    return offsetAt;
  }

  private static int audioRun(ByteWriter w, List<Sample> samples) {
    int traf = w.box("traf");
    int tfhd = w.fullBox("tfhd", 0, TFHD_DEFAULT_BASE_IS_MOOF | TFHD_DEFAULT_FLAGS);
    w.u32(TrackIds.AUDIO).u32(FLAGS_SYNC);
    w.end(tfhd);
    decodeTime(w, samples.getFirst().dts());
    int trun = w.fullBox("trun", 0, TRUN_AUDIO);
    w.u32(samples.size());
    int offsetAt = w.size();
    w.u32(0);
    for (Sample sample : samples) {
      w.u32(sample.durationTicks()).u32(sample.data().length());
    }
    w.end(trun);
    w.end(traf);
    return offsetAt;
  }

  private static void decodeTime(ByteWriter w, long dts) {
    if (dts < 0) {
      throw new IllegalStateException("a fragment cannot begin before time zero: " + dts);
    }
    int tfdt = w.fullBox("tfdt", 1, 0);
    w.u64(dts);
    w.end(tfdt);
  }

  private static int totalBytes(List<Sample> samples) {
    int total = 0;
    for (Sample sample : samples) {
      total = Math.addExact(total, sample.data().length());
    }
    return total;
  }
}
