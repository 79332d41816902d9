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
import live.understudy.ingest.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishSessionTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final SessionDialogue dialogue = new SessionDialogue();
  private final TestPublisher publisher = dialogue.publisher;
  private final PublishSession session = dialogue.session;

  @Test
  void publish_admitted_startIsSentAndMediaComesOut() throws BadInputException {
    List<String> log =
        dialogue.feed(publisher.handshake().connect("live").publish(SessionDialogue.KEY).take());
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
        dialogue.describe(out));
    assertEquals(
        List.of("AudioMessage[streamId=1, timestampMs=5, body=ByteSlice[2]]"),
        dialogue.feed(publisher.audio(5, new byte[2]).take()));
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
    dialogue.feed(publisher.handshake().command(0, "connect", 1, Amf0Value.object(object)).take());
    List<SessionOutput> out = new ArrayList<>();
    assertFalse(session.askToReconnect("restart", out), "nothing is published yet");
    dialogue.feed(publisher.publish(SessionDialogue.KEY).take());
    session.admit(0, out);
    dialogue.describe(out);
    out.clear();
    assertEquals(asked, session.askToReconnect("restart", out));
    assertEquals(
        asked ? List.of("onStatus 0 NetConnection.Connect.ReconnectRequest") : List.of(),
        dialogue.describe(out));
    assertEquals(1, dialogue.feed(publisher.audio(5, new byte[2]).take()).size(), "media goes on");
  }

  @Test
  void askToReconnect_oldEncoder_isNotTroubled() throws BadInputException {
    dialogue.startPublishing();
    assertFalse(session.askToReconnect("restart", new ArrayList<>()));
  }

  @Test
  void publish_refused_errorBeforeAnyStartThenDelayedClose() throws BadInputException {
    dialogue.feed(publisher.handshake().connect("live").publish(SessionDialogue.KEY).take());
    List<SessionOutput> out = new ArrayList<>();
    session.refuse("unknown stream key", out);
    assertEquals(
        List.of(
            "onStatus 0 NetStream.Publish.BadName",
            "Close[reason=unknown stream key, delayed=true]"),
        dialogue.describe(out));
    assertEquals(List.of(), dialogue.feed(publisher.audio(5, new byte[2]).take()));
  }

  @Test
  void publish_bytesBehindTheRequest_areLeftForAfterTheAnswer() {
    byte[] bytes = publisher.handshake().connect("live").publish(SessionDialogue.KEY).take();
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
  void disconnect_withoutAndWithUnpublish_reasonTellsThemApart() throws BadInputException {
    dialogue.startPublishing();
    List<SessionOutput> out = new ArrayList<>();
    dialogue.feed(publisher.command(0, "FCUnpublish", 6, Amf0Value.NULL).take());
    session.onDisconnect("the encoder disconnected", out);
    session.onDisconnect("again", out);
    assertEquals(
        List.of("Close[reason=the encoder stopped the stream, delayed=false]"),
        dialogue.describe(out));
  }

  @Test
  void ping_anyTime_answeredWithTheSameTimestamp() throws BadInputException {
    dialogue.startPublishing();
    assertEquals(
        List.of("UserControl[eventType=7, value=77]"),
        dialogue.feed(publisher.message(2, new UserControl(UserControl.PING_REQUEST, 77)).take()));
  }

  @Test
  void acknowledgement_afterEachWindow_countsAllBytes() throws BadInputException {
    dialogue.startPublishing();
    dialogue.feed(publisher.message(2, new WindowAcknowledgementSize(100_000)).take());
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      log.addAll(dialogue.feed(publisher.video(i, new byte[10_000]).take()));
    }
    List<String> acks = log.stream().filter(line -> line.startsWith("Ack")).toList();
    assertEquals(4, acks.size());
  }

  @Test
  void metadata_unreadable_streamGoesOn() throws BadInputException {
    dialogue.startPublishing();
    RawMessage broken = new RawMessage(18, 1, 0, new byte[] {17, 1, 2});
    assertEquals(
        List.of("DataMessage[streamId=1, timestampMs=0, bytes=3, values=[]]"),
        dialogue.feed(publisher.message(4, new UnknownMessage(broken)).take()));
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
      dialogue.feed(publisher.handshake().take());
    }
    if (steps >= 2) {
      dialogue.feed(publisher.connect("live").take());
    }
    if (steps >= 3) {
      dialogue.feed(publisher.publish(SessionDialogue.KEY).take());
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
        List.of("Close[reason=" + reason + ", delayed=false]"),
        dialogue.feed(HexFormat.of().parseHex(hex)));
  }
}
