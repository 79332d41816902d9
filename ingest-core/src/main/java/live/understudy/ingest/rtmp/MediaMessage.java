package live.understudy.ingest.rtmp;

/** What a publisher publishes: sound, picture, and data that describes them. */
public sealed interface MediaMessage extends RtmpMessage, SessionOutput
    permits AudioMessage, DataMessage, VideoMessage {

  /** Milliseconds on the encoder's clock, modulo 2^32. */
  long timestampMs();
}
