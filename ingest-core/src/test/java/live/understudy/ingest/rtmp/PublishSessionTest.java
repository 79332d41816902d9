package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import live.understudy.ingest.BadInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishSessionTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String KEY = "e_en_K";

  private final TestPublisher publisher = new TestPublisher();
  private final ChunkDecoder replies = new ChunkDecoder(Limits.DEFAULT.chunks());
  private final PublishSession session =
      new PublishSession(Limits.DEFAULT, new byte[PublishSession.RANDOM_BYTES], 0);
  private boolean handshakeAnswered;
  private @Nullable CommandMessage lastCommand;

  @Test
  void publish_admitted_startIsSentAndMediaComesOut() throws BadInputException {
    List<String> log = feed(publisher.handshake().connect("live").publish(KEY).take());
    assertEquals(
        List.of(
            "handshake",
            "WindowAcknowledgementSize[windowBytes=2500000]",
            "SetPeerBandwidth[windowBytes=2500000, limitType=2]",
            "SetChunkSize[chunkBytes=4096]",
            "_result 1 NetConnection.Connect.Success",
            "_result 2",
            "_result 3",
            "_result 4",
            "PublishRequested[target=PublishTarget[app=live, streamKey=***]]"),
        log);
    List<SessionOutput> out = new ArrayList<>();
    session.admit(0, out);
    assertEquals(
        List.of("UserControl[eventType=0, value=1]", "onStatus 0 NetStream.Publish.Start"),
        describe(out));
    assertEquals(
        List.of("AudioMessage[streamId=1, timestampMs=5, body=ByteSlice[2]]"),
        feed(publisher.audio(5, new byte[2]).take()));
  }

  @Test
  void connect_thatAsksForEnhancedRtmp_answeredWithWhatIsTaken() throws BadInputException {
    Map<String, Amf0Value> object = new LinkedHashMap<>();
    object.put("app", Amf0Value.of("live"));
    object.put("fourCcList", new Amf0Value.StrictArray(List.of(Amf0Value.of("hvc1"))));
    byte[] enhanced =
        publisher.handshake().command(0, "connect", 1, Amf0Value.object(object)).take();
    Map<String, Amf0Value> properties = connectProperties(enhanced);
    Amf0Value all = Objects.requireNonNull(properties.get("fourCcList"));
    assertEquals(
        List.of("avc1", "hvc1", "av01", "vp09", "mp4a", "Opus", "ac-3", "ec-3"),
        ((Amf0Value.StrictArray) all)
            .values().stream().map(value -> ((Amf0Value.Text) value).value()).toList());
    Amf0Value video = Objects.requireNonNull(properties.get("videoFourCcInfoMap"));
    assertEquals(4, ((Amf0Value.Obj) video).number("av01"));
    assertEquals(4, ((Amf0Value.Obj) video).number("vp09"));
    Amf0Value audio = Objects.requireNonNull(properties.get("audioFourCcInfoMap"));
    assertEquals(4, ((Amf0Value.Obj) audio).number("Opus"));
    assertEquals(Amf0Value.of(1 + 4 + 8), properties.get("capsEx"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "13, true",
    "14, false",
    "0, false",
    "-1, false",
    "NaN, false",
    "4e9, false"
  })
  void askToReconnect_onlyWhoUnderstandsIt(double capsEx, boolean asked) throws BadInputException {
    Map<String, Amf0Value> object = new LinkedHashMap<>();
    object.put("app", Amf0Value.of("live"));
    object.put("capsEx", Amf0Value.of(capsEx));
    feed(publisher.handshake().command(0, "connect", 1, Amf0Value.object(object)).take());
    List<SessionOutput> out = new ArrayList<>();
    assertFalse(session.askToReconnect("restart", out), "nothing is published yet");
    feed(publisher.publish(KEY).take());
    session.admit(0, out);
    describe(out);
    out.clear();
    assertEquals(asked, session.askToReconnect("restart", out));
    assertEquals(
        asked ? List.of("onStatus 0 NetConnection.Connect.ReconnectRequest") : List.of(),
        describe(out));
    assertEquals(1, feed(publisher.audio(5, new byte[2]).take()).size(), "media goes on");
  }

  @Test
  void askToReconnect_oldEncoder_isNotTroubled() throws BadInputException {
    startPublishing();
    assertFalse(session.askToReconnect("restart", new ArrayList<>()));
  }

  @Test
  void commandsThatNobodyNeeds_areAnsweredOrIgnored() throws BadInputException {
    startPublishing();
    assertEquals(List.of("_result 7"), feed(publisher.command(0, "_checkbw", 7).take()));
    assertEquals(List.of("_result 8"), feed(publisher.command(0, "getStreamLength", 8).take()));
    for (String name : List.of("_checkbw", "onBWDone", "_result", "_error", "setBufferTime", "")) {
      assertEquals(List.of(), feed(publisher.command(0, name, 0, Amf0Value.NULL).take()), name);
    }
  }

  @Test
  void connect_ofAnOldEncoder_answeredAsEver() throws BadInputException {
    byte[] plain = publisher.handshake().connect("live").take();
    assertEquals(Set.of("fmsVer", "capabilities"), connectProperties(plain).keySet());
  }

  @Test
  void publish_refused_errorBeforeAnyStartThenDelayedClose() throws BadInputException {
    feed(publisher.handshake().connect("live").publish(KEY).take());
    List<SessionOutput> out = new ArrayList<>();
    session.refuse("unknown stream key", out);
    assertEquals(
        List.of(
            "onStatus 0 NetStream.Publish.BadName",
            "Close[reason=unknown stream key, delayed=true]"),
        describe(out));
    assertEquals(List.of(), feed(publisher.audio(5, new byte[2]).take()));
  }

  @Test
  void publish_bytesBehindTheRequest_areLeftForAfterTheAnswer() {
    byte[] bytes = publisher.handshake().connect("live").publish(KEY).take();
    byte[] more = publisher.video(0, new byte[9]).take();
    ByteBuffer in = ByteBuffer.allocate(bytes.length + more.length).put(bytes).put(more).flip();
    List<SessionOutput> out = new ArrayList<>();
    session.onBytes(in, 0, out);
    assertEquals(more.length, in.remaining());
    out.clear();
    session.admit(0, out);
    session.onBytes(in, 0, out);
    assertTrue(out.getLast() instanceof VideoMessage);
  }

  @Test
  void publish_noKey_refusedWithoutAsking() throws BadInputException {
    List<String> log = feed(publisher.handshake().connect("live").publish("").take());
    assertEquals("onStatus 0 NetStream.Publish.BadName", log.get(log.size() - 2));
    assertEquals("Close[reason=no stream key, delayed=true]", log.getLast());
  }

  @Test
  void play_anyStream_refusedClearly() throws BadInputException {
    feed(publisher.handshake().connect("live").take());
    assertEquals(
        List.of(
            "onStatus 0 NetStream.Play.Failed",
            "Close[reason=this server takes streams and plays none over RTMP, delayed=true]"),
        feed(publisher.command(1, "play", 0, Amf0Value.NULL, Amf0Value.of(KEY)).take()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleteStream", "closeStream"})
  void stop_byTheEncoder_closesWithThatReason(String command) throws BadInputException {
    startPublishing();
    feed(publisher.command(0, "FCUnpublish", 6, Amf0Value.NULL, Amf0Value.of(KEY)).take());
    assertEquals(
        List.of("Close[reason=the encoder stopped the stream, delayed=true]"),
        feed(publisher.command(0, command, 0, Amf0Value.NULL, Amf0Value.of(1)).take()));
  }

  @Test
  void disconnect_withoutAndWithUnpublish_reasonTellsThemApart() throws BadInputException {
    startPublishing();
    List<SessionOutput> out = new ArrayList<>();
    feed(publisher.command(0, "FCUnpublish", 6, Amf0Value.NULL).take());
    session.onDisconnect("the encoder disconnected", out);
    session.onDisconnect("again", out);
    assertEquals(
        List.of("Close[reason=the encoder stopped the stream, delayed=false]"), describe(out));
  }

  @Test
  void ping_anyTime_answeredWithTheSameTimestamp() throws BadInputException {
    startPublishing();
    assertEquals(
        List.of("UserControl[eventType=7, value=77]"),
        feed(publisher.message(2, new UserControl(UserControl.PING_REQUEST, 77)).take()));
  }

  @Test
  void acknowledgement_afterEachWindow_countsAllBytes() throws BadInputException {
    startPublishing();
    feed(publisher.message(2, new WindowAcknowledgementSize(100_000)).take());
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      log.addAll(feed(publisher.video(i, new byte[10_000]).take()));
    }
    List<String> acks = log.stream().filter(line -> line.startsWith("Ack")).toList();
    assertEquals(4, acks.size());
  }

  @Test
  void amf3Command_leadingZeroByte_readAsAmf0() throws BadInputException {
    feed(publisher.handshake().take());
    byte[] amf0 =
        new CommandMessage(0, "connect", 1, List.of(Amf0Value.object(Map.of()))).write().payload();
    byte[] amf3 = ByteBuffer.allocate(amf0.length + 1).put((byte) 0).put(amf0).array();
    List<String> log =
        feed(publisher.message(3, new UnknownMessage(new RawMessage(17, 0, 0, amf3))).take());
    assertEquals("_result 1 NetConnection.Connect.Success", log.getLast());
  }

  @Test
  void metadata_unreadable_streamGoesOn() throws BadInputException {
    startPublishing();
    RawMessage broken = new RawMessage(18, 1, 0, new byte[] {17, 1, 2});
    assertEquals(
        List.of("DataMessage[streamId=1, timestampMs=0, bytes=3, values=[]]"),
        feed(publisher.message(4, new UnknownMessage(broken)).take()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4.9, false",
    "0, 5, true",
    "1, 9.9, false",
    "1, 10, true",
    "2, 9.9, false",
    "2, 10, true",
    "3, 14.9, false",
    "3, 15, true"
  })
  void onTick_deadlineOfEachState_closes(int steps, double seconds, boolean closes)
      throws BadInputException {
    if (steps >= 1) {
      feed(publisher.handshake().take());
    }
    if (steps >= 2) {
      feed(publisher.connect("live").take());
    }
    if (steps >= 3) {
      feed(publisher.publish(KEY).take());
      session.admit(0, new ArrayList<>());
    }
    List<SessionOutput> out = new ArrayList<>();
    session.onTick((long) (seconds * SECOND_NS), out);
    assertEquals(closes, !out.isEmpty() && out.getLast() instanceof SessionOutput.Close);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          474554202F20 | an HTTP request on the RTMP port
          160301       | TLS on the plain RTMP port; the address begins with rtmp://
          06           | RTMPE is not supported; RTMPS encrypts better
          00           | not RTMP: the first byte is 0
          """)
  void firstByte_notRtmp_reasonNamesWhatItIs(String hex, String reason) throws BadInputException {
    assertEquals(
        List.of("Close[reason=" + reason + ", delayed=false]"), feed(HexFormat.of().parseHex(hex)));
  }

  @Test
  void commands_outOfOrder_rejected() throws BadInputException {
    List<String> log = feed(publisher.handshake().publish(KEY).take());
    assertEquals("Close[reason=a command before connect, delayed=true]", log.getLast());
    assertFalse(log.toString().contains(KEY));
  }

  private void startPublishing() throws BadInputException {
    feed(publisher.handshake().connect("live").publish(KEY).take());
    List<SessionOutput> out = new ArrayList<>();
    session.admit(0, out);
    describe(out);
  }

  /** What the server says of itself in answer to a connect. */
  private Map<String, Amf0Value> connectProperties(byte[] bytes) throws BadInputException {
    feed(bytes);
    CommandMessage result = Objects.requireNonNull(lastCommand);
    assertEquals("_result", result.name());
    return Objects.requireNonNull(result.object(0)).properties();
  }

  private List<String> feed(byte[] bytes) throws BadInputException {
    List<SessionOutput> out = new ArrayList<>();
    session.onBytes(ByteBuffer.wrap(bytes), 0, out);
    return describe(out);
  }

  private List<String> describe(List<SessionOutput> outputs) throws BadInputException {
    List<String> log = new ArrayList<>();
    for (SessionOutput output : outputs) {
      if (!(output instanceof SessionOutput.Send(byte[] bytes))) {
        log.add(output.toString());
      } else if (!handshakeAnswered) {
        handshakeAnswered = true;
        assertEquals(1 + 2 * Handshake.PACKET_BYTES, bytes.length);
        log.add("handshake");
      } else {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (RawMessage raw = replies.next(in); raw != null; raw = replies.next(in)) {
          log.add(describe(RtmpMessage.read(raw, Limits.DEFAULT.amf())));
        }
      }
    }
    return log;
  }

  private String describe(RtmpMessage message) throws BadInputException {
    if (message instanceof SetChunkSize size) {
      replies.setChunkBytes(size.chunkBytes());
    }
    if (!(message instanceof CommandMessage command)) {
      return message.toString();
    }
    lastCommand = command;
    Amf0Value.Obj info = command.object(command.arguments().size() - 1);
    String code = info == null ? null : info.text("code");
    return command.name() + " " + (int) command.transactionId() + (code == null ? "" : " " + code);
  }
}
