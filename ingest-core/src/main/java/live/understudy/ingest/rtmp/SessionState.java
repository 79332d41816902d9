package live.understudy.ingest.rtmp;

/** Where a publisher's connection stands. */
enum SessionState {
  /** C0 and C1 are awaited, then C2. */
  HANDSHAKE,
  /** The connect command is awaited. */
  CONNECT,
  /** Between connect and publish. */
  CONNECTED,
  /** A publish request waits for the gate's answer; no input is read. */
  ADMISSION,
  /** Media flows. */
  PUBLISHING,
  /** Over; input is ignored. */
  CLOSED;

  /** Whether what comes now is read, as messages in chunks. */
  boolean readsMessages() {
    return this == CONNECT || this == CONNECTED || this == PUBLISHING;
  }
}
