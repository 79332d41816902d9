package live.understudy.ingest.rtmp;

import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one publisher, from connect to the end of its stream: answers them, remembers
 * what they say, and tells what each means for the session.
 */
final class PublisherCommands {
  private static final int MAX_MESSAGE_STREAMS = 8;
  private static final Step.Stay STAY = new Step.Stay();

  private final IngestLimits limits;
  private final AdobeAuthentication authentication;
  private final MessageSender sender;

  private @Nullable String app;
  private @Nullable String tcUrl;
  private @Nullable String user;
  private boolean reconnects;
  private int messageStreams;
  private int publishStreamId;
  private boolean unpublished;

  PublisherCommands(IngestLimits limits, Passwords passwords, MessageSender sender) {
    this.limits = limits;
    this.authentication = new AdobeAuthentication(passwords);
    this.sender = sender;
  }

  /** What a command means for the session. */
  sealed interface Step {

    /** Nothing changes. */
    record Stay() implements Step {}

    /** The connect was accepted. */
    record Connected() implements Step {}

    /** Somebody has to decide on this. */
    record Requested(PublishTarget target) implements Step {}

    /** A publish that nobody has to decide on. */
    record Refused(String reason) implements Step {}

    /** The session is over; the peer has been told why. */
    record Over(String reason) implements Step {}
  }

  /** The message stream that is published on; 0 before any is. */
  int publishStreamId() {
    return publishStreamId;
  }

  /** Whether the encoder announced the end of its stream. */
  boolean unpublished() {
    return unpublished;
  }

  /** Whether the peer understands a request to connect anew. */
  boolean reconnects() {
    return reconnects;
  }

  Step onCommand(CommandMessage command, SessionState state, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state == SessionState.CONNECT && !command.name().equals("connect")) {
      throw new BadInputException("a command before connect");
    }
    boolean publishing = state == SessionState.PUBLISHING;
    return switch (command.name()) {
      case "connect" -> onConnect(command, state, nowNs, out);
      case "createStream" -> onCreateStream(command, out);
      case "publish" -> onPublish(command, publishing);
      case "releaseStream", "FCPublish", "_checkbw", "getStreamLength" -> answer(command, out);
      case "FCUnpublish" -> {
        unpublished = publishing;
        yield answer(command, out);
      }
      // GStreamer calls it an error when the server hangs up first.
      case "deleteStream", "closeStream" ->
          publishing ? new Step.Over("the encoder stopped the stream") : STAY;
      case "play", "play2", "FCSubscribe", "pause", "seek" -> {
        String reason = "this server takes streams and plays none over RTMP";
        sender.status(command.streamId(), "error", "NetStream.Play.Failed", reason, out);
        yield new Step.Over(reason);
      }
      // Nobody waits for an answer to a command that a publisher does not need.
      default -> STAY;
    };
  }

  private Step onConnect(
      CommandMessage command, SessionState state, long nowNs, List<SessionOutput> out)
      throws BadInputException {
    if (state != SessionState.CONNECT) {
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
      sender.reply(Replies.connectRejected(command.transactionId(), proof.rejection()), out);
      return new Step.Over("a user and a password are asked for, or were wrong");
    }
    user = proof.user();
    int window = limits.chunks().acknowledgementWindowBytes();
    sender.control(new WindowAcknowledgementSize(window), out);
    sender.control(new SetPeerBandwidth(window, SetPeerBandwidth.DYNAMIC), out);
    sender.setChunkSize(out);
    boolean enhanced = object != null && Capabilities.asked(object);
    sender.reply(Replies.connected(command.transactionId(), enhanced), out);
    return new Step.Connected();
  }

  private Step onCreateStream(CommandMessage command, List<SessionOutput> out)
      throws BadInputException {
    if (++messageStreams > MAX_MESSAGE_STREAMS) {
      throw new BadInputException("more than " + MAX_MESSAGE_STREAMS + " message streams");
    }
    Amf0Value id = Amf0Value.of(messageStreams);
    sender.reply(Replies.result(0, command.transactionId(), Amf0Value.NULL, id), out);
    return STAY;
  }

  private Step onPublish(CommandMessage command, boolean publishing) throws BadInputException {
    if (publishing) {
      throw new BadInputException("a second publish on one connection");
    }
    publishStreamId = command.streamId();
    try {
      PublishTarget target = PublishTarget.of(app, tcUrl, command.text(1)).by(user);
      return target.streamKey().isEmpty() && user == null
          ? new Step.Refused("no stream key")
          : new Step.Requested(target);
    } catch (BadInputException e) {
      return new Step.Refused(e.reason());
    }
  }

  private Step answer(CommandMessage command, List<SessionOutput> out) {
    if (command.transactionId() != 0) {
      Amf0Value none = Amf0Value.NULL;
      sender.reply(Replies.result(0, command.transactionId(), none, none), out);
    }
    return STAY;
  }
}
