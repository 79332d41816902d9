package live.understudy.ingest;

/**
 * Every limit of the ingest in one place; the constructors check that they fit each other.
 *
 * @param deadlines how long a peer may take
 * @param chunks how much memory the RTMP messages of one connection may take
 * @param amf how large a value a command may carry
 * @param connections how many connections one listener serves, and how much it reads and writes
 * @param probe how long the first access units are held until the tracks are known
 * @param media how much a track may carry for the time that its timestamps say
 * @param arrival how much a publisher may send in the time that passes
 * @param liveness how soon a peer that is gone is noticed by the kernel
 * @param takeovers how often one encoder may take a leg from another
 * @param strangers what somebody may send before a publish is admitted
 * @param text how much captions and words in messages of their own may take along with a picture
 */
public record IngestLimits(
    Deadlines deadlines,
    Chunks chunks,
    Amf amf,
    Connections connections,
    Probe probe,
    Media media,
    Arrival arrival,
    Liveness liveness,
    Takeovers takeovers,
    Strangers strangers,
    Text text) {

  /** Throws {@link IllegalArgumentException} when two limits contradict each other. */
  public IngestLimits {
    require(
        amf.maxMessageBytes() <= chunks.maxMessageBytes(),
        "a command is not larger than the largest message");
    require(
        chunks.maxMessageBytes() <= probe.maxHeldBytes(),
        "one message fits what is held while probing");
    require(
        probe.maxArrivalMs() < deadlines.mediaMs(),
        "probing ends before a silent publisher is dropped");
    require(
        chunks.maxMessageBytes() + media.frameBytes() <= media.burstBytes(),
        "one frame fits a burst");
    require(
        takeovers.silentMs() > probe.maxArrivalMs(), "who is still probed is not taken for silent");
    require(
        strangers.maxBytes() >= Strangers.HANDSHAKE_BYTES + amf.maxMessageBytes(),
        "a handshake and the largest command come before a publish");
    require(
        takeovers.windowMs() > (long) deadlines.closeDelayMs() * takeovers.max(),
        "who lost a leg is gone before its next try counts anew");
  }

  /** The limits of a server that is exposed to the internet. */
  public static IngestLimits defaults() {
    return new IngestLimits(
        new Deadlines(5_000, 5_000, 10_000, 15_000, 1_000),
        new Chunks(8 << 20, 12 << 20, 64, 16 << 10, 2_500_000, 1_024),
        new Amf(64 << 10, 8, 512, 8 << 10),
        new Connections(1_000, 64, 64 << 10, 64 << 10),
        new Probe(12, 700, 1_000, 16 << 20),
        new Media(12_500_000, 64 << 20, 256, 64 << 10, 16),
        new Arrival(12_500_000, 64 << 20),
        new Liveness(5, 5, 3, 20_000),
        new Takeovers(3, 60_000, 1_500),
        new Strangers(256 << 10),
        new Text(16 << 10, 8, 32 << 10, 620));
  }

  /** The same limits with another time after which a publisher without media is dropped. */
  public IngestLimits withMediaMs(int mediaMs) {
    Deadlines d = deadlines;
    return withDeadlines(
        new Deadlines(
            d.tlsHandshakeMs(), d.handshakeMs(), d.publishMs(), mediaMs, d.closeDelayMs()));
  }

  /** The same limits with other deadlines. */
  public IngestLimits withDeadlines(Deadlines newDeadlines) {
    return new IngestLimits(
        newDeadlines,
        chunks,
        amf,
        connections,
        probe,
        media,
        arrival,
        liveness,
        takeovers,
        strangers,
        text);
  }

  /** The same limits with another bitrate, by timestamps and by arrival. */
  public IngestLimits withBytesPerSecond(long bytesPerSecond) {
    return new IngestLimits(
        deadlines,
        chunks,
        amf,
        connections,
        probe,
        new Media(
            (int) Math.min(Integer.MAX_VALUE, bytesPerSecond),
            media.burstBytes(),
            media.frameBytes(),
            media.maxHeaderBytes(),
            media.maxOtherTracks()),
        new Arrival(bytesPerSecond, arrival.burstBytes()),
        liveness,
        takeovers,
        strangers,
        text);
  }

  /** The same limits with other numbers of connections. */
  public IngestLimits withConnections(Connections newConnections) {
    return new IngestLimits(
        deadlines,
        chunks,
        amf,
        newConnections,
        probe,
        media,
        arrival,
        liveness,
        takeovers,
        strangers,
        text);
  }

  /**
   * @param tlsHandshakeMs from the connection to the end of the TLS handshake
   * @param handshakeMs from the connection (or the end of the TLS handshake) to the end of the RTMP
   *     handshake
   * @param publishMs from the end of the RTMP handshake to {@code publish}
   * @param mediaMs a publisher that sends no audio or video message for so long is dropped
   * @param closeDelayMs from the last word to a peer to the close, so that the peer reads it
   */
  public record Deadlines(
      int tlsHandshakeMs, int handshakeMs, int publishMs, int mediaMs, int closeDelayMs) {
    public Deadlines {
      require(
          tlsHandshakeMs > 0 && handshakeMs > 0 && publishMs > 0 && mediaMs > 0,
          "deadlines are positive");
      require(closeDelayMs >= 0 && closeDelayMs <= 10_000, "a close is not delayed beyond 10 s");
    }
  }

  /**
   * @param maxMessageBytes the largest RTMP message
   * @param maxBufferedBytes memory for unfinished messages over all chunk streams of a connection
   * @param maxChunkStreams chunk streams of a connection
   * @param eagerBytes a message's buffer begins with at most so much, whatever length it declares
   * @param acknowledgementWindowBytes the window that we ask for, and keep until the peer sets one
   * @param maxAggregated messages within one aggregate message: those of some seconds
   */
  public record Chunks(
      int maxMessageBytes,
      int maxBufferedBytes,
      int maxChunkStreams,
      int eagerBytes,
      int acknowledgementWindowBytes,
      int maxAggregated) {
    private static final int MAX_DECLARABLE_BYTES = 0xFFFFFF;

    public Chunks {
      require(
          maxMessageBytes > 0 && maxMessageBytes <= MAX_DECLARABLE_BYTES,
          "a message's length has 24 bits");
      require(maxBufferedBytes >= maxMessageBytes, "one message fits the buffers");
      require(maxChunkStreams >= 8, "encoders use up to 8 chunk streams");
      require(
          eagerBytes > 0 && (long) eagerBytes * maxChunkStreams <= maxBufferedBytes,
          "eager buffers of all chunk streams fit the buffers");
      require(acknowledgementWindowBytes >= 64 << 10, "the window is at least 64 KiB");
      require(maxAggregated > 0, "an aggregate has messages");
    }
  }

  /**
   * @param maxMessageBytes the largest command or data message that is read
   * @param maxDepth objects and arrays within each other
   * @param maxValues values in one message, those inside of objects counted
   * @param maxStringBytes the longest string or property name
   */
  public record Amf(int maxMessageBytes, int maxDepth, int maxValues, int maxStringBytes) {
    public Amf {
      require(maxDepth >= 2 && maxDepth <= 64, "depth is bounded by the stack");
      require(maxValues >= 64, "a connect command carries some dozens of values");
      require(maxStringBytes <= maxMessageBytes, "a string fits its message");
    }
  }

  /**
   * @param max connections at one time on one listener
   * @param maxPerAddress the same from one address
   * @param maxReadBytes the most that is read from one connection at a time
   * @param maxPendingWriteBytes what a peer may leave unread before it is disconnected
   */
  public record Connections(
      int max, int maxPerAddress, int maxReadBytes, int maxPendingWriteBytes) {
    public Connections {
      require(max > 0 && maxPerAddress > 0 && maxPerAddress <= max, "connections are positive");
      require(maxReadBytes >= 4 << 10 && maxPendingWriteBytes >= 8 << 10, "buffers are useful");
    }
  }

  /**
   * @param videoFrames so many video frames decide the frame grid
   * @param maxMediaMs or so much media
   * @param maxArrivalMs or so much time since the first access unit arrived
   * @param maxHeldBytes or so many bytes
   */
  public record Probe(int videoFrames, int maxMediaMs, int maxArrivalMs, int maxHeldBytes) {
    public Probe {
      require(videoFrames >= 4, "a grid is measured over some frames");
      require(maxMediaMs > 0 && maxArrivalMs > 0, "probing ends");
    }
  }

  /**
   * @param maxBytesPerSecond of one track, by its own timestamps; 100 Mbit/s is more than any
   *     encoder of a live event sends
   * @param burstBytes so much more may come at one time
   * @param frameBytes what a frame costs besides its own bytes
   * @param maxHeaderBytes the largest sequence header, which every init section repeats
   * @param maxOtherTracks how many tracks are named that are not served
   */
  public record Media(
      int maxBytesPerSecond,
      int burstBytes,
      int frameBytes,
      int maxHeaderBytes,
      int maxOtherTracks) {
    public Media {
      require(maxBytesPerSecond >= 125_000, "a track has a picture");
      require(frameBytes >= 0, "a frame costs something");
      require(
          maxHeaderBytes >= 4 << 10 && maxHeaderBytes <= burstBytes,
          "a header holds some parameter sets");
      require(maxOtherTracks >= 0, "some tracks may be named");
    }
  }

  /**
   * @param maxBytesPerSecond of one publisher, whatever its timestamps say
   * @param burstBytes so much more may come at one time: what an encoder kept back while its line
   *     was down
   */
  public record Arrival(long maxBytesPerSecond, int burstBytes) {
    private static final long MOST = 100_000_000_000L;

    public Arrival {
      require(
          maxBytesPerSecond >= 125_000 && maxBytesPerSecond <= MOST, "a publisher has a bitrate");
      require(burstBytes >= 1 << 20, "some seconds may come late");
    }
  }

  /**
   * What the kernel does for connections on which nothing is said; without it, a peer whose network
   * is gone looks like one that thinks.
   *
   * @param keepAliveIdleS after so long without a segment the peer is asked
   * @param keepAliveIntervalS and again after this
   * @param keepAliveProbes so many questions without an answer end the connection
   * @param userTimeoutMs so long may what we sent stay unacknowledged (RFC 5482)
   */
  public record Liveness(
      int keepAliveIdleS, int keepAliveIntervalS, int keepAliveProbes, int userTimeoutMs) {
    public Liveness {
      require(
          keepAliveIdleS > 0 && keepAliveIntervalS > 0 && keepAliveProbes > 0 && userTimeoutMs > 0,
          "a peer that is gone is noticed");
      require(
          userTimeoutMs >= 1_000L * (keepAliveIdleS + keepAliveIntervalS),
          "a peer is asked twice before it is given up");
    }

    /** When a peer that went without a word is given up at the latest. */
    public int goneAfterMs() {
      return Math.min(
          userTimeoutMs, 1_000 * (keepAliveIdleS + keepAliveIntervalS * keepAliveProbes));
    }
  }

  /**
   * @param max so many times within {@code windowMs} a leg is taken from a publisher that sends
   * @param windowMs see {@code max}
   * @param silentMs a publisher without media for so long gives way at once and uncounted
   */
  public record Takeovers(int max, int windowMs, int silentMs) {
    private static final int MAX_REMEMBERED = 100;

    public Takeovers {
      require(max > 0 && max <= MAX_REMEMBERED, "the newest publisher wins, and not for ever");
      require(windowMs > 0 && silentMs > 0, "times are positive");
    }
  }

  /**
   * @param maxBytes in all, handshake included, until a publish is admitted: commands without end
   *     are no way to stay
   */
  public record Strangers(int maxBytes) {
    private static final int HANDSHAKE_BYTES = 1 + 2 * 1_536;
  }

  /**
   * Captions and words in messages of their own.
   *
   * @param maxBytes of one message, as JSON
   * @param maxPerUnit so many messages go along with one access unit
   * @param maxBytesPerUnit and all of them have so many bytes
   * @param maxCaptionConstructs so many constructs of three bytes wait for a picture: what captions
   *     of 9,600 bit/s, which are the most there are (CTA-708), bring in a second
   */
  public record Text(int maxBytes, int maxPerUnit, int maxBytesPerUnit, int maxCaptionConstructs) {
    private static final int MAX_CONSTRUCTS_OF_A_MESSAGE = 31;

    public Text {
      require(maxBytes > 0 && maxPerUnit > 0, "something may be said");
      require(maxBytesPerUnit >= maxBytes, "one message fits an access unit");
      require(
          maxCaptionConstructs >= MAX_CONSTRUCTS_OF_A_MESSAGE, "one message's captions can wait");
    }
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("limits: " + rule);
    }
  }
}
