package live.understudy.server.http;

/**
 * What one client, and all together, may take.
 *
 * @param maxInitialLineBytes of the request line
 * @param maxHeaderBytes of all headers of a request together
 * @param maxBodyBytes of a request's body
 * @param maxConnections of all listeners that share a {@link ConnectionLimiter}
 * @param maxConnectionsPerAddress of one remote address; loopback is exempt
 * @param headersTimeoutMs from a request's first byte to the end of its headers
 * @param bodyTimeoutMs from there to the end of its body
 * @param keepAliveIdleMs how long a connection may be open without a request
 * @param writeDeadlineMs how long a client may take to accept one piece of a response
 * @param pieceBytes a response is written in pieces of at most this
 * @param writeBufferBytes no further piece is written while more than this waits for the client
 * @param drainMs how long requests under way may take when the server closes
 * @param http2 what HTTP/2 adds
 */
public record HttpLimits(
    int maxInitialLineBytes,
    int maxHeaderBytes,
    int maxBodyBytes,
    int maxConnections,
    int maxConnectionsPerAddress,
    int headersTimeoutMs,
    int bodyTimeoutMs,
    int keepAliveIdleMs,
    int writeDeadlineMs,
    int pieceBytes,
    int writeBufferBytes,
    int drainMs,
    Http2 http2) {

  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          4_096,
          16_384,
          1 << 16,
          20_000,
          2_000,
          10_000,
          30_000,
          75_000,
          30_000,
          1 << 17,
          1 << 18,
          5_000,
          Http2.DEFAULTS);

  /**
   * Limits of one HTTP/2 connection.
   *
   * @param maxStreams how many requests at once; told to the client and enforced
   * @param windowBytes how much of a body may come before it is taken
   *     (SETTINGS_INITIAL_WINDOW_SIZE)
   * @param maxHeldRequestBytes of the headers and bodies of all requests that are not complete yet
   * @param maxResetsPerWindow how many streams the client, or a fault of the client, may reset
   *     within {@code rateWindowS}
   * @param maxControlFramesPerWindow of PING, SETTINGS, PRIORITY and unknown frames within {@code
   *     rateWindowS}
   * @param rateWindowS seconds
   * @param maxQueuedControlFrames how many answers to them may wait for the client to read
   * @param maxEmptyDataFrames one after the other
   * @param maxSmallContinuations of one header block
   * @param pieceBytes as {@link HttpLimits#pieceBytes}; smaller, because many streams share a
   *     client's bandwidth and each must make progress within the write deadline
   * @param maxPiecesWaiting of one stream
   */
  public record Http2(
      int maxStreams,
      int windowBytes,
      int maxHeldRequestBytes,
      int maxResetsPerWindow,
      int maxControlFramesPerWindow,
      int rateWindowS,
      int maxQueuedControlFrames,
      int maxEmptyDataFrames,
      int maxSmallContinuations,
      int pieceBytes,
      int maxPiecesWaiting) {

    public static final Http2 DEFAULTS =
        new Http2(100, 65_535, 1 << 18, 200, 1_000, 30, 1_000, 2, 16, 16_384, 4);

    /** Throws {@link IllegalArgumentException} when a number is out of range. */
    public Http2 {
      require(maxStreams >= 1, "maxStreams");
      require(windowBytes >= 1_024, "windowBytes");
      require(maxHeldRequestBytes >= windowBytes, "maxHeldRequestBytes");
      require(maxResetsPerWindow >= 1 && maxControlFramesPerWindow >= 1, "maxResetsPerWindow");
      require(rateWindowS >= 1 && maxQueuedControlFrames >= 1, "rateWindowS");
      require(maxEmptyDataFrames >= 1 && maxSmallContinuations >= 1, "maxEmptyDataFrames");
      require(pieceBytes >= 1_024 && maxPiecesWaiting >= 1, "pieceBytes");
    }
  }

  /** Throws {@link IllegalArgumentException} when the numbers contradict each other. */
  public HttpLimits {
    require(maxInitialLineBytes >= 256, "maxInitialLineBytes");
    require(maxHeaderBytes >= 1_024, "maxHeaderBytes");
    require(maxBodyBytes >= 1_024, "maxBodyBytes");
    require(maxConnections >= 1 && maxConnectionsPerAddress >= 1, "maxConnections");
    require(headersTimeoutMs > 0 && bodyTimeoutMs > 0 && writeDeadlineMs > 0, "timeouts");
    require(keepAliveIdleMs > 0 && drainMs >= 0, "timeouts");
    require(pieceBytes >= 1_024 && pieceBytes <= writeBufferBytes, "pieceBytes");
    require(http2.maxHeldRequestBytes() >= maxHeaderBytes + maxBodyBytes, "maxHeldRequestBytes");
  }

  /** The same limits for other numbers of connections. */
  public HttpLimits withConnections(int total, int perAddress) {
    return new HttpLimits(
        maxInitialLineBytes,
        maxHeaderBytes,
        maxBodyBytes,
        total,
        perAddress,
        headersTimeoutMs,
        bodyTimeoutMs,
        keepAliveIdleMs,
        writeDeadlineMs,
        pieceBytes,
        writeBufferBytes,
        drainMs,
        http2);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException(what + " is out of range");
    }
  }
}
