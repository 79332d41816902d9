package live.understudy.ingest.rtmp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of Enhanced RTMP this server takes (v2, "Enhancing NetConnection connect Command"). */
final class Capabilities {
  private static final List<String> VIDEO = List.of("avc1", "hvc1", "av01", "vp09");
  private static final List<String> AUDIO = List.of("mp4a", "Opus", "ac-3", "ec-3");

  /** FourCcInfoMask.CanForward: what comes in is passed on, and neither decoded nor encoded. */
  private static final double CAN_FORWARD = 4;

  /** CapsExMask.Reconnect. */
  private static final int RECONNECT = 1;

  /**
   * CapsExMask.Reconnect, ModEx and TimestampNanoOffset. Of several tracks only the default one is
   * served, so none are asked for.
   */
  private static final double CAPS_EX = RECONNECT | 4 | 8;

  private Capabilities() {}

  /** Whether a client's connect object speaks of Enhanced RTMP at all. */
  static boolean asked(Amf0Value.Obj connect) {
    Map<String, Amf0Value> properties = connect.properties();
    return properties.containsKey("fourCcList")
        || properties.containsKey("videoFourCcInfoMap")
        || properties.containsKey("audioFourCcInfoMap")
        || properties.containsKey("capsEx");
  }

  /** Whether a client understands a request to connect anew. */
  static boolean reconnects(Amf0Value.Obj connect) {
    double mask = connect.number("capsEx");
    return mask >= RECONNECT && mask <= Integer.MAX_VALUE && ((int) mask & RECONNECT) != 0;
  }

  /** Adds them to the properties that a connect is answered with. */
  static void addTo(Map<String, Amf0Value> properties) {
    List<Amf0Value> all = new ArrayList<>();
    VIDEO.forEach(fourCc -> all.add(Amf0Value.of(fourCc)));
    AUDIO.forEach(fourCc -> all.add(Amf0Value.of(fourCc)));
    properties.put("fourCcList", new Amf0Value.StrictArray(all));
    properties.put("videoFourCcInfoMap", infoMap(VIDEO));
    properties.put("audioFourCcInfoMap", infoMap(AUDIO));
    properties.put("capsEx", Amf0Value.of(CAPS_EX));
  }

  private static Amf0Value infoMap(List<String> fourCcs) {
    Map<String, Amf0Value> map = new LinkedHashMap<>();
    fourCcs.forEach(fourCc -> map.put(fourCc, Amf0Value.of(CAN_FORWARD)));
    return Amf0Value.object(map);
  }
}
