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
    int drainMs) {

  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          4_096, 16_384, 1 << 16, 20_000, 2_000, 10_000, 30_000, 75_000, 30_000, 1 << 16, 1 << 18,
          5_000);

  /** Throws {@link IllegalArgumentException} when the numbers contradict each other. */
  public HttpLimits {
    require(maxInitialLineBytes >= 256, "maxInitialLineBytes");
    require(maxHeaderBytes >= 1_024, "maxHeaderBytes");
    require(maxBodyBytes >= 1_024, "maxBodyBytes");
    require(maxConnections >= 1 && maxConnectionsPerAddress >= 1, "maxConnections");
    require(headersTimeoutMs > 0 && bodyTimeoutMs > 0 && writeDeadlineMs > 0, "timeouts");
    require(keepAliveIdleMs > 0 && drainMs >= 0, "timeouts");
    require(pieceBytes >= 1_024 && pieceBytes <= writeBufferBytes, "pieceBytes");
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
        drainMs);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException(what + " is out of range");
    }
  }
}
