package live.understudy.ingest.rtmp;

import java.nio.ByteBuffer;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.SessionOutput.Close;
import live.understudy.ingest.rtmp.SessionOutput.PublishRequested;
import live.understudy.ingest.rtmp.SessionOutput.Send;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one publisher's connection, from its first byte to its last.
 *
 * <p>Single-threaded. Every method appends to {@code out} what is to be done; {@link Close} is
 * always the last output, and everything after it is ignored.
 */
public final class PublishSession {
  /** The number of random bytes of the handshake. */
  public static final int RANDOM_BYTES = Handshake.RANDOM_BYTES;

  private static final int CONTROL_CHUNK_STREAM = 2;
  private static final int COMMAND_CHUNK_STREAM = 3;
  private static final int STATUS_CHUNK_STREAM = 5;
  private static final int OUR_CHUNK_BYTES = 4096;
  private static final int MAX_MESSAGE_STREAMS = 8;
  private static final int MIN_WINDOW_BYTES = 64 << 10;
  private static final long NANOS_PER_MS = 1_000_000;

  private enum State {
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
    CLOSED
  }

  private final IngestLimits limits;
  private final AdobeAuthentication authentication;
  private final Handshake handshake;
  private final ChunkDecoder decoder;
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ArrivalBudget budget;

  private State state = State.HANDSHAKE;
  private long deadlineNs;
  private @Nullable String app;
  private @Nullable String tcUrl;
  private int messageStreams;
  private int publishStreamId;
  private boolean unpublished;
  private boolean reconnects;
  private @Nullable String user;

  private long receivedBytes;
  private long acknowledgedBytes;
  private int windowBytes;

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
    this.authentication = new AdobeAuthentication(passwords);
    this.handshake = new Handshake(random);
    this.decoder = new ChunkDecoder(limits.chunks());
    decoder.restrictTo(limits.amf().maxMessageBytes());
    this.budget = new ArrivalBudget(limits.arrival(), nowNs);
    this.windowBytes = limits.chunks().acknowledgementWindowBytes();
    deadlineIn(limits.deadlines().handshakeMs(), nowNs);
  }

  /**
   * Reads bytes. Stops after a {@link PublishRequested}: answer it, then call again with what is
   * left in {@code in}. In every other case all of {@code in} is consumed.
   */
  public void onBytes(ByteBuffer in, long nowNs, List<SessionOutput> out) {
    int before = in.position();
    try {
      if (state == State.HANDSHAKE) {
        shakeHands(in, nowNs, out);
      }
      while (state != State.HANDSHAKE && state != State.ADMISSION && state != State.CLOSED) {
        RawMessage raw = decoder.next(in);
        if (raw == null) {
          break;
        }
        onMessage(raw, nowNs, out);
      }
    } catch (BadInputException e) {
      fail(e.reason(), out);
    }
    if (state == State.CLOSED) {
      in.position(in.limit());
    }
    int read = in.position() - before;
    receivedBytes += read;
    if (state == State.PUBLISHING && !budget.spend(read, nowNs)) {
      long megabits = limits.arrival().maxBytesPerSecond() * 8 / 1_000_000;
      fail("more than " + megabits + " Mbit/s arrive; set the encoder to a lower bitrate", out);
    }
    int most = limits.strangers().maxBytes();
    if (receivedBytes > most && (state == State.CONNECT || state == State.CONNECTED)) {
      fail("more than " + most + " bytes before a publish", out);
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
    if (state != State.ADMISSION) {
      return;
    }
    state = State.PUBLISHING;
    decoder.liftRestriction();
    deadlineIn(limits.deadlines().mediaMs(), nowNs);
    send(CONTROL_CHUNK_STREAM, new UserControl(UserControl.STREAM_BEGIN, publishStreamId), out);
    send(
        STATUS_CHUNK_STREAM,
        Replies.status(
            publishStreamId, "status", "NetStream.Publish.Start", "The stream is published."),
        out);
  }

  /**
   * Answers a publish request with no, before {@code NetStream.Publish.Start}: encoders read the
   * error and stop.
   *
   * @param reason for the encoder's operator and for ours; never a stream key
   */
  public void refuse(String reason, List<SessionOutput> out) {
    if (state == State.ADMISSION) {
      closeWithStatus("NetStream.Publish.BadName", reason, out);
    }
  }

  /** Ends the session from our side, and tells the encoder why. */
  public void fail(String reason, List<SessionOutput> out) {
    switch (state) {
      case HANDSHAKE -> close(reason, out);
      case CONNECT -> {
        send(COMMAND_CHUNK_STREAM, Replies.connectRejected(1, reason), out);
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
    if (state == State.PUBLISHING) {
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
    if (state != State.PUBLISHING || !reconnects) {
      return false;
    }
    send(
        STATUS_CHUNK_STREAM,
        Replies.status(0, "status", "NetConnection.Connect.ReconnectRequest", description),
        out);
    return true;
  }

  /** The peer closed the connection, or it broke. */
  public void onDisconnect(String reason, List<SessionOutput> out) {
    close(unpublished ? "the encoder stopped the stream" : reason, out);
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
      state = State.CONNECT;
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
      case WindowAcknowledgementSize window ->
          windowBytes = Math.max(MIN_WINDOW_BYTES, window.windowBytes());
      case UserControl control -> onUserControl(control, out);
      case CommandMessage command -> onCommand(command, nowNs, out);
      case MediaMessage media -> onMedia(media, nowNs, out);
      case Acknowledgement _, SetPeerBandwidth _, UnknownMessage _ -> {}
    }
  }

  /** Metadata decides nothing, so metadata that can't be read costs nobody the stream. */
  private void onData(RawMessage raw, List<SessionOutput> out) {
    if (state != State.PUBLISHING) {
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
      send(CONTROL_CHUNK_STREAM, new UserControl(UserControl.PING_RESPONSE, control.value()), out);
    }
  }

  private void onAggregate(RawMessage raw, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state == State.PUBLISHING) {
      for (RawMessage part : AggregateMessage.split(raw, limits.chunks().maxAggregated())) {
        onMessage(part, nowNs, out);
      }
    }
  }

  private void onMedia(MediaMessage media, long nowNs, List<SessionOutput> out) {
    if (state == State.PUBLISHING) {
      deadlineIn(limits.deadlines().mediaMs(), nowNs);
      out.add(media);
    }
  }

  private void onCommand(CommandMessage command, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state == State.CONNECT && !command.name().equals("connect")) {
      throw new BadInputException("a command before connect");
    }
    switch (command.name()) {
      case "connect" -> onConnect(command, nowNs, out);
      case "createStream" -> onCreateStream(command, out);
      case "publish" -> onPublish(command, out);
      case "releaseStream", "FCPublish", "_checkbw", "getStreamLength" -> answer(command, out);
      case "FCUnpublish" -> {
        unpublished = state == State.PUBLISHING;
        answer(command, out);
      }
      case "deleteStream", "closeStream" -> onStreamClosed(out);
      case "play", "play2", "FCSubscribe", "pause", "seek" -> {
        String reason = "this server takes streams and plays none over RTMP";
        send(
            STATUS_CHUNK_STREAM,
            Replies.status(command.streamId(), "error", "NetStream.Play.Failed", reason),
            out);
        closeDelayed(reason, out);
      }
      default -> {
        // Nobody waits for an answer to a command that a publisher does not need.
      }
    }
  }

  private void onConnect(CommandMessage command, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state != State.CONNECT) {
      throw new BadInputException("a second connect");
    }
    Amf0Value.Obj object = command.object(0);
    if (object != null) {
      app = object.text("app");
      tcUrl = object.text("tcUrl");
      reconnects = Capabilities.reconnects(object);
    }
    AdobeAuthentication.Outcome proof = authentication.onConnect(app, nowNs);
    if (proof.rejection() != null) {
      send(
          COMMAND_CHUNK_STREAM,
          Replies.connectRejected(command.transactionId(), proof.rejection()),
          out);
      closeDelayed("a user and a password are asked for, or were wrong", out);
      return;
    }
    user = proof.user();
    state = State.CONNECTED;
    int window = limits.chunks().acknowledgementWindowBytes();
    send(CONTROL_CHUNK_STREAM, new WindowAcknowledgementSize(window), out);
    send(CONTROL_CHUNK_STREAM, new SetPeerBandwidth(window, SetPeerBandwidth.DYNAMIC), out);
    send(CONTROL_CHUNK_STREAM, new SetChunkSize(OUR_CHUNK_BYTES), out);
    encoder.setChunkBytes(OUR_CHUNK_BYTES);
    send(
        COMMAND_CHUNK_STREAM,
        Replies.connected(command.transactionId(), object != null && Capabilities.asked(object)),
        out);
  }

  private void onCreateStream(CommandMessage command, List<SessionOutput> out)
      throws BadInputException {
    if (++messageStreams > MAX_MESSAGE_STREAMS) {
      throw new BadInputException("more than " + MAX_MESSAGE_STREAMS + " message streams");
    }
    send(
        COMMAND_CHUNK_STREAM,
        Replies.result(0, command.transactionId(), Amf0Value.NULL, Amf0Value.of(messageStreams)),
        out);
  }

  private void onPublish(CommandMessage command, List<SessionOutput> out) throws BadInputException {
    if (state == State.PUBLISHING) {
      throw new BadInputException("a second publish on one connection");
    }
    publishStreamId = command.streamId();
    state = State.ADMISSION;
    PublishTarget target;
    try {
      target = PublishTarget.of(app, tcUrl, command.text(1)).by(user);
    } catch (BadInputException e) {
      refuse(e.reason(), out);
      return;
    }
    if (target.streamKey().isEmpty() && user == null) {
      refuse("no stream key", out);
      return;
    }
    out.add(new PublishRequested(target));
  }

  private void onStreamClosed(List<SessionOutput> out) {
    if (state == State.PUBLISHING) {
      // GStreamer calls it an error when the server hangs up first.
      closeDelayed("the encoder stopped the stream", out);
    }
  }

  private void answer(CommandMessage command, List<SessionOutput> out) {
    if (command.transactionId() != 0) {
      send(
          COMMAND_CHUNK_STREAM,
          Replies.result(0, command.transactionId(), Amf0Value.NULL, Amf0Value.NULL),
          out);
    }
  }

  private void acknowledge(List<SessionOutput> out) {
    if (receivedBytes - acknowledgedBytes >= windowBytes
        && state != State.HANDSHAKE
        && state != State.CLOSED) {
      acknowledgedBytes = receivedBytes;
      send(CONTROL_CHUNK_STREAM, new Acknowledgement((int) receivedBytes), out);
    }
  }

  private void closeWithStatus(String code, String reason, List<SessionOutput> out) {
    send(STATUS_CHUNK_STREAM, Replies.status(publishStreamId, "error", code, reason), out);
    closeDelayed(reason, out);
  }

  private void closeDelayed(String reason, List<SessionOutput> out) {
    state = State.CLOSED;
    out.add(new Close(reason, true));
  }

  private void close(String reason, List<SessionOutput> out) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      out.add(new Close(reason, false));
    }
  }

  private void send(int chunkStreamId, RtmpMessage message, List<SessionOutput> out) {
    out.add(new Send(encoder.encode(chunkStreamId, message.write())));
  }

  private void deadlineIn(int ms, long nowNs) {
    deadlineNs = nowNs + ms * NANOS_PER_MS;
  }
}
