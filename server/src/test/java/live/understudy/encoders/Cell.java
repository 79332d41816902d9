package live.understudy.encoders;

import java.util.ArrayList;
import java.util.List;

/** One run: an encoder, what it encodes, and how it gets to the server. */
record Cell(Encoder encoder, Codecs codecs, Route route) {
  String id() {
    return encoder.id() + "/" + codecs.id() + "/" + route.id();
  }

  /** Every codec over both protocols; every spelling of the address with the usual codecs. */
  static List<Cell> all(List<Encoder> encoders) {
    List<Cell> cells = new ArrayList<>();
    for (Encoder encoder : encoders) {
      for (Codecs codecs : Codecs.values()) {
        cells.add(new Cell(encoder, codecs, Route.RTMP));
        cells.add(new Cell(encoder, codecs, Route.RTMPS));
      }
      for (Route route : Route.values()) {
        if (route.login() != Route.Login.NAME) {
          cells.add(new Cell(encoder, Codecs.H264_AAC, route));
        }
      }
    }
    return cells;
  }

  /**
   * Whether a word of the command line means it: {@code obs}, {@code obs/h264-aac}, {@code
   * obs/h264-aac/rtmps}; {@code *} for any.
   */
  boolean isMeantBy(String word) {
    String[] asked = word.split("/");
    String[] own = id().split("/");
    for (int i = 0; i < asked.length; i++) {
      if (i >= own.length || !(asked[i].equals("*") || asked[i].equals(own[i]))) {
        return false;
      }
    }
    return true;
  }
}
