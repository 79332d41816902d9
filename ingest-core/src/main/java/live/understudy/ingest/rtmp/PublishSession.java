package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.PublisherCommands.Step;
import live.understudy.ingest.rtmp.SessionOutput.Close;
import live.understudy.ingest.rtmp.SessionOutput.PublishRequested;
import live.understudy.ingest.rtmp.SessionOutput.Send;

/**
 * The server's side of one publisher's connection, from its first byte to its last.
 *
 * <p>Single-threaded. Every method appends to {@code out} what is to be done; {@link Close} is
 * always the last output, and everything after it is ignored.
 */
public final class PublishSession {
  /** The number of random bytes of the handshake. */
  public static final int RANDOM_BYTES = Handshake.RANDOM_BYTES;

  private static final long NANOS_PER_MS = 1_000_000;

  private final IngestLimits limits;
  private final Handshake handshake;
  private final ChunkDecoder decoder;
  private final MessageSender sender = new MessageSender();
  private final PublisherCommands commands;
  private final ArrivedBytes arrived;

  private SessionState state = SessionState.HANDSHAKE;
  private long deadlineNs;

  /**
   * @param random 1528 random bytes for the handshake
   * @param nowNs when the connection was ready for RTMP, on the monotonic clock
   */
  public PublishSession(IngestLimits limits, byte[] random, long nowNs) {
    this(limits, Passwords.NONE, random, nowNs);
  }

  /** The same for publishers that may have a user and a password instead of a key. */
  public PublishSession(IngestLimits limits, Passwords passwords, byte[] random, long nowNs) {
    this.limits = limits;
    this.handshake = new Handshake(random);
    this.decoder = new ChunkDecoder(limits.chunks());
    decoder.restrictTo(limits.amf().maxMessageBytes());
    this.commands = new PublisherCommands(limits, passwords, sender);
    this.arrived = new ArrivedBytes(limits, nowNs);
    deadlineIn(limits.deadlines().handshakeMs(), nowNs);
  }

  /**
   * Reads bytes. Stops after a {@link PublishRequested}: answer it, then call again with what is
   * left in {@code in}. In every other case all of {@code in} is consumed.
   */
  public void onBytes(ByteBuffer in, long nowNs, List<SessionOutput> out) {
    int before = in.position();
    try {
      if (state == SessionState.HANDSHAKE) {
        shakeHands(in, nowNs, out);
      }
      while (state.readsMessages()) {
        RawMessage raw = decoder.next(in);
        if (raw == null) {
          break;
        }
        onMessage(raw, nowNs, out);
      }
    } catch (BadInputException e) {
      fail(e.reason(), out);
    }
    if (state == SessionState.CLOSED) {
      in.position(in.limit());
    }
    String tooMany = arrived.tooMany(in.position() - before, state, nowNs);
    if (tooMany != null) {
      fail(tooMany, out);
    }
    acknowledge(out);
  }

  /** Checks the deadlines; call it a few times a second. */
  public void onTick(long nowNs, List<SessionOutput> out) {
    if (nowNs - deadlineNs < 0) {
      return;
    }
    IngestLimits.Deadlines deadlines = limits.deadlines();
    switch (state) {
      case HANDSHAKE -> close("no RTMP handshake within " + deadlines.handshakeMs() + " ms", out);
      case CONNECT, CONNECTED -> fail("nothing published in " + deadlines.publishMs() + " ms", out);
      case PUBLISHING -> fail("no audio or video for " + deadlines.mediaMs() + " ms", out);
      case ADMISSION, CLOSED -> {}
    }
  }

  /** Answers a publish request with yes. */
  public void admit(long nowNs, List<SessionOutput> out) {
    if (state != SessionState.ADMISSION) {
      return;
    }
    state = SessionState.PUBLISHING;
    decoder.liftRestriction();
    deadlineIn(limits.deadlines().mediaMs(), nowNs);
    int streamId = commands.publishStreamId();
    sender.control(new UserControl(UserControl.STREAM_BEGIN, streamId), out);
    sender.status(streamId, "status", "NetStream.Publish.Start", "The stream is published.", out);
  }

  /**
   * Answers a publish request with no, before {@code NetStream.Publish.Start}: encoders read the
   * error and stop.
   *
   * @param reason for the encoder's operator and for ours; never a stream key
   */
  public void refuse(String reason, List<SessionOutput> out) {
    if (state == SessionState.ADMISSION) {
      closeWithStatus("NetStream.Publish.BadName", reason, out);
    }
  }

  /** Ends the session from our side, and tells the encoder why. */
  public void fail(String reason, List<SessionOutput> out) {
    switch (state) {
      case HANDSHAKE -> close(reason, out);
      case CONNECT -> {
        sender.reply(Replies.connectRejected(1, reason), out);
        closeDelayed(reason, out);
      }
      case CONNECTED, ADMISSION -> closeWithStatus("NetConnection.Connect.Closed", reason, out);
      case PUBLISHING -> closeWithStatus("NetStream.Publish.Rejected", reason, out);
      case CLOSED -> {}
    }
  }

  /**
   * Ends the session because another publisher has its place: encoders read that the name is taken.
   */
  public void displace(String reason, List<SessionOutput> out) {
    if (state == SessionState.PUBLISHING) {
      closeWithStatus("NetStream.Publish.BadName", reason, out);
    } else {
      fail(reason, out);
    }
  }

  /**
   * Asks a publisher that understands it to leave and to connect anew, to the same address; media
   * goes on until it does. False when it does not understand.
   */
  public boolean askToReconnect(String description, List<SessionOutput> out) {
    if (state != SessionState.PUBLISHING || !commands.reconnects()) {
      return false;
    }
    sender.status(0, "status", "NetConnection.Connect.ReconnectRequest", description, out);
    return true;
  }

  /** The peer closed the connection, or it broke. */
  public void onDisconnect(String reason, List<SessionOutput> out) {
    close(commands.unpublished() ? "the encoder stopped the stream" : reason, out);
  }

  /** Memory that unfinished messages hold now. */
  int bufferedBytes() {
    return decoder.bufferedBytes();
  }

  /** Where the session stands, for the log. */
  public String phase() {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void shakeHands(ByteBuffer in, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    while (in.hasRemaining() && !handshake.done()) {
      byte[] answer = handshake.read(in);
      if (answer != null) {
        out.add(new Send(answer));
      }
    }
    if (handshake.done()) {
      state = SessionState.CONNECT;
      deadlineIn(limits.deadlines().publishMs(), nowNs);
    }
  }

  private void onMessage(RawMessage raw, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (raw.typeId() == DataMessage.TYPE_ID || raw.typeId() == DataMessage.AMF3_TYPE_ID) {
      onData(raw, out);
      return;
    }
    if (raw.typeId() == AggregateMessage.TYPE_ID) {
      onAggregate(raw, nowNs, out);
      return;
    }
    switch (RtmpMessage.read(raw, limits.amf())) {
      case SetChunkSize size -> decoder.setChunkBytes(size.chunkBytes());
      case AbortMessage abort -> decoder.abort(Integer.toUnsignedLong(abort.chunkStreamId()));
      case WindowAcknowledgementSize window -> arrived.setWindow(window.windowBytes());
      case UserControl control -> onUserControl(control, out);
      case CommandMessage command -> onCommand(command, nowNs, out);
      case MediaMessage media -> onMedia(media, nowNs, out);
      case Acknowledgement _, SetPeerBandwidth _, UnknownMessage _ -> {}
    }
  }

  /** Metadata decides nothing, so metadata that can't be read costs nobody the stream. */
  private void onData(RawMessage raw, List<SessionOutput> out) {
    if (state != SessionState.PUBLISHING) {
      return;
    }
    try {
      out.add(DataMessage.read(raw, limits.amf()));
    } catch (BadInputException e) {
      out.add(new DataMessage(raw.streamId(), raw.timestampMs(), raw.payload().length, List.of()));
    }
  }

  private void onUserControl(UserControl control, List<SessionOutput> out) {
    if (control.eventType() == UserControl.PING_REQUEST) {
      sender.control(new UserControl(UserControl.PING_RESPONSE, control.value()), out);
    }
  }

  private void onAggregate(RawMessage raw, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state == SessionState.PUBLISHING) {
      for (RawMessage part : AggregateMessage.split(raw, limits.chunks().maxAggregated())) {
        onMessage(part, nowNs, out);
      }
    }
  }

  private void onMedia(MediaMessage media, long nowNs, List<SessionOutput> out) {
    if (state == SessionState.PUBLISHING) {
      deadlineIn(limits.deadlines().mediaMs(), nowNs);
      out.add(media);
    }
  }

  private void onCommand(CommandMessage command, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    switch (commands.onCommand(command, state, nowNs, out)) {
      case Step.Stay _ -> {}
      case Step.Connected _ -> state = SessionState.CONNECTED;
      case Step.Requested requested -> {
        state = SessionState.ADMISSION;
        out.add(new PublishRequested(requested.target()));
      }
      case Step.Refused refused -> {
        state = SessionState.ADMISSION;
        refuse(refused.reason(), out);
      }
      case Step.Over over -> closeDelayed(over.reason(), out);
    }
  }

  private void acknowledge(List<SessionOutput> out) {
    if (state == SessionState.HANDSHAKE || state == SessionState.CLOSED) {
      return;
    }
    Acknowledgement acknowledgement = arrived.acknowledgement();
    if (acknowledgement != null) {
      sender.control(acknowledgement, out);
    }
  }

  private void closeWithStatus(String code, String reason, List<SessionOutput> out) {
    sender.status(commands.publishStreamId(), "error", code, reason, out);
    closeDelayed(reason, out);
  }

  private void closeDelayed(String reason, List<SessionOutput> out) {
    state = SessionState.CLOSED;
    out.add(new Close(reason, true));
  }

  private void close(String reason, List<SessionOutput> out) {
    if (state != SessionState.CLOSED) {
      state = SessionState.CLOSED;
      out.add(new Close(reason, false));
    }
  }

  private void deadlineIn(int ms, long nowNs) {
    deadlineNs = nowNs + ms * NANOS_PER_MS;
  }
}
