package live.understudy.api.event;

/** How far viewers are behind, chosen before the event goes live. */
public enum LatencyMode {
  /** Whole segments; some seconds of cushion for every viewer. */
  CLASSIC,
  /** Parts of segments (Low-Latency HLS); about two seconds behind, and less cushion. */
  LOW
}
