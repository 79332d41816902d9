package live.understudy.ingest.rtmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that the server sends (RTMP 7.2). */
final class Replies {
  private static final double CAPABILITIES = 31;

  private Replies() {}

  /** {@code enhanced}: the client asked what of Enhanced RTMP the server takes. */
  static CommandMessage connected(double transactionId, boolean enhanced) {
    Map<String, Amf0Value> server = new LinkedHashMap<>();
    // Encoders look at the shape of this version and not at its meaning.
    server.put("fmsVer", Amf0Value.of("FMS/3,0,1,123"));
    server.put("capabilities", Amf0Value.of(CAPABILITIES));
    if (enhanced) {
      Capabilities.addTo(server);
    }
    Map<String, Amf0Value> info =
        info("status", "NetConnection.Connect.Success", "Connection succeeded.");
    info.put("objectEncoding", Amf0Value.of(0));
    return result(0, transactionId, Amf0Value.object(server), Amf0Value.object(info));
  }

  static CommandMessage result(int streamId, double transactionId, Amf0Value... values) {
    return new CommandMessage(streamId, "_result", transactionId, List.of(values));
  }

  static CommandMessage connectRejected(double transactionId, String description) {
    return new CommandMessage(
        0,
        "_error",
        transactionId,
        List.of(
            Amf0Value.NULL,
            Amf0Value.object(info("error", "NetConnection.Connect.Rejected", description))));
  }

  static CommandMessage status(int streamId, String level, String code, String description) {
    return new CommandMessage(
        streamId,
        "onStatus",
        0,
        List.of(Amf0Value.NULL, Amf0Value.object(info(level, code, description))));
  }

  private static Map<String, Amf0Value> info(String level, String code, String description) {
    Map<String, Amf0Value> info = new LinkedHashMap<>();
    info.put("level", Amf0Value.of(level));
    info.put("code", Amf0Value.of(code));
    info.put("description", Amf0Value.of(description));
    return info;
  }
}
