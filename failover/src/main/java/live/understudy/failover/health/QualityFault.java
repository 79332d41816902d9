package live.understudy.failover.health;

/** What may be wrong with a leg that is connected and delivers; the worst ones first. */
public enum QualityFault {
  /** Pictures come, but the sound that was announced does not: players wait for it. */
  AUDIO_LOST,
  /** Time stamps hardly advance while pictures come. */
  TIMESTAMPS_STANDING,
  /** Time stamps advance much faster than time. */
  TIMESTAMPS_RACING,
  /** The encoder can't keep up: what it sends falls further and further behind. */
  TOO_SLOW,
  /** No keyframe where one was due: nobody can begin to watch. */
  KEYFRAME_OVERDUE,
  /** About half of the pictures that there were before, or less. */
  FRAME_RATE_LOW,
  /** Pictures are coded as if nothing moved. */
  FROZEN,
  /** The sound is digital silence. */
  SILENT
}
