package live.understudy.hls;

import live.understudy.media.AudioConfig;
import live.understudy.media.CodecConfig;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;

/**
 * The Media Initialization Section of a stream (RFC 8216bis, 3.1.2): {@code ftyp} and {@code moov}.
 *
 * <p>Equal configurations give equal bytes.
 *
 * @param number names it in its playlist: {@code init-{number}.mp4}
 * @param variant what a multivariant playlist says of the stream
 * @param bytes the section; never modified
 */
public record InitSection(int number, Variant variant, byte[] bytes) {

  private static final int[] UNITY_MATRIX = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
  private static final int MOVIE_TIMESCALE = 1000;

  /** Writes the section for {@code config}. */
  public static InitSection of(int number, StreamConfig config) {
    ByteWriter w = new ByteWriter();
    int ftyp = w.box("ftyp");
    w.ascii("iso6").u32(0).ascii("iso6").ascii("cmfc").ascii("mp41");
    w.end(ftyp);
    int moov = w.box("moov");
    movieHeader(w);
    VideoConfig video = config.video();
    AudioConfig audio = config.audio();
    if (video != null) {
      track(w, video);
    }
    if (audio != null) {
      track(w, audio);
    }
    int mvex = w.box("mvex");
    if (video != null) {
      trackExtends(w, TrackIds.VIDEO);
    }
    if (audio != null) {
      trackExtends(w, TrackIds.AUDIO);
    }
    w.end(mvex);
    w.end(moov);
    return new InitSection(number, Variant.of(config), w.toArray());
  }

  private static void movieHeader(ByteWriter w) {
    int mvhd = w.fullBox("mvhd", 0, 0);
    w.u32(0).u32(0).u32(MOVIE_TIMESCALE).u32(0);
    w.u32(0x10000).u16(0x100).zeros(10);
    matrix(w);
    w.zeros(24).u32(TrackIds.AUDIO + 1);
    w.end(mvhd);
  }

  private static void trackExtends(ByteWriter w, int trackId) {
    int trex = w.fullBox("trex", 0, 0);
    w.u32(trackId).u32(1).u32(0).u32(0).u32(0);
    w.end(trex);
  }

  private static void track(ByteWriter w, CodecConfig config) {
    int trak = w.box("trak");
    switch (config) {
      case VideoConfig video ->
          trackHeader(w, TrackIds.VIDEO, 0, video.displayWidth(), video.height());
      case AudioConfig _ -> trackHeader(w, TrackIds.AUDIO, 0x100, 0, 0);
    }
    int mdia = w.box("mdia");
    mediaHeader(w, config);
    int minf = w.box("minf");
    typedMediaHeader(w, config);
    dataInformation(w);
    int stbl = w.box("stbl");
    int stsd = w.fullBox("stsd", 0, 0);
    w.u32(1);
    switch (config) {
      case VideoConfig video -> SampleEntries.video(w, video);
      case AudioConfig audio -> SampleEntries.audio(w, audio);
    }
    w.end(stsd);
    emptySampleTables(w);
    w.end(stbl);
    w.end(minf);
    w.end(mdia);
    w.end(trak);
  }

  private static void typedMediaHeader(ByteWriter w, CodecConfig config) {
    boolean video = config.track() == TrackType.VIDEO;
    int header = video ? w.fullBox("vmhd", 0, 1) : w.fullBox("smhd", 0, 0);
    w.zeros(video ? 8 : 4);
    w.end(header);
  }

  private static void trackHeader(ByteWriter w, int trackId, int volume, int width, int height) {
    int tkhd = w.fullBox("tkhd", 0, 3);
    w.u32(0).u32(0).u32(trackId).zeros(4).u32(0).zeros(8).u16(0).u16(0).u16(volume).u16(0);
    matrix(w);
    w.u32((long) width << 16).u32((long) height << 16);
    w.end(tkhd);
  }

  private static void mediaHeader(ByteWriter w, CodecConfig config) {
    boolean video = config.track() == TrackType.VIDEO;
    int mdhd = w.fullBox("mdhd", 0, 0);
    w.u32(0).u32(0).u32(config.timescale()).u32(0);
    // "und": three letters of five bits each. The language is the event's, not the container's.
    w.u16(0x55C4).u16(0);
    w.end(mdhd);
    int hdlr = w.fullBox("hdlr", 0, 0);
    w.u32(0).ascii(video ? "vide" : "soun").zeros(12);
    w.ascii(video ? "VideoHandler" : "SoundHandler").u8(0);
    w.end(hdlr);
  }

  private static void dataInformation(ByteWriter w) {
    int dinf = w.box("dinf");
    int dref = w.fullBox("dref", 0, 0);
    w.u32(1);
    int url = w.fullBox("url ", 0, 1);
    w.end(url);
    w.end(dref);
    w.end(dinf);
  }

  private static void emptySampleTables(ByteWriter w) {
    for (String type : new String[] {"stts", "stsc", "stco"}) {
      int box = w.fullBox(type, 0, 0);
      w.u32(0);
      w.end(box);
    }
    int stsz = w.fullBox("stsz", 0, 0);
    w.u32(0).u32(0);
    w.end(stsz);
  }

  private static void matrix(ByteWriter w) {
    for (int value : UNITY_MATRIX) {
      w.u32(value);
    }
  }
}
