package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import live.understudy.ingest.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherCommandsTest {
  private final SessionDialogue dialogue = new SessionDialogue();
  private final TestPublisher publisher = dialogue.publisher;

  @Test
  void connect_thatAsksForEnhancedRtmp_answeredWithWhatIsTaken() throws BadInputException {
    Map<String, Amf0Value> object = new LinkedHashMap<>();
    object.put("app", Amf0Value.of("live"));
    object.put("fourCcList", new Amf0Value.StrictArray(List.of(Amf0Value.of("hvc1"))));
    byte[] enhanced =
        publisher.handshake().command(0, "connect", 1, Amf0Value.object(object)).take();
    Map<String, Amf0Value> properties = dialogue.connectProperties(enhanced);
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

  @Test
  void commandsThatNobodyNeeds_areAnsweredOrIgnored() throws BadInputException {
    dialogue.startPublishing();
    assertEquals(List.of("_result 7"), dialogue.feed(publisher.command(0, "_checkbw", 7).take()));
    assertEquals(
        List.of("_result 8"), dialogue.feed(publisher.command(0, "getStreamLength", 8).take()));
    for (String name : List.of("_checkbw", "onBWDone", "_result", "_error", "setBufferTime", "")) {
      assertEquals(
          List.of(), dialogue.feed(publisher.command(0, name, 0, Amf0Value.NULL).take()), name);
    }
  }

  @Test
  void connect_ofAnOldEncoder_answeredAsEver() throws BadInputException {
    byte[] plain = publisher.handshake().connect("live").take();
    assertEquals(Set.of("fmsVer", "capabilities"), dialogue.connectProperties(plain).keySet());
  }

  @Test
  void publish_noKey_refusedWithoutAsking() throws BadInputException {
    List<String> log = dialogue.feed(publisher.handshake().connect("live").publish("").take());
    assertEquals("onStatus 0 NetStream.Publish.BadName", log.get(log.size() - 2));
    assertEquals("Close[reason=no stream key, delayed=true]", log.getLast());
  }

  @Test
  void play_anyStream_refusedClearly() throws BadInputException {
    dialogue.feed(publisher.handshake().connect("live").take());
    assertEquals(
        List.of(
            "onStatus 0 NetStream.Play.Failed",
            "Close[reason=this server takes streams and plays none over RTMP, delayed=true]"),
        dialogue.feed(
            publisher
                .command(1, "play", 0, Amf0Value.NULL, Amf0Value.of(SessionDialogue.KEY))
                .take()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleteStream", "closeStream"})
  void stop_byTheEncoder_closesWithThatReason(String command) throws BadInputException {
    dialogue.startPublishing();
    dialogue.feed(
        publisher
            .command(0, "FCUnpublish", 6, Amf0Value.NULL, Amf0Value.of(SessionDialogue.KEY))
            .take());
    assertEquals(
        List.of("Close[reason=the encoder stopped the stream, delayed=true]"),
        dialogue.feed(publisher.command(0, command, 0, Amf0Value.NULL, Amf0Value.of(1)).take()));
  }

  @Test
  void amf3Command_leadingZeroByte_readAsAmf0() throws BadInputException {
    dialogue.feed(publisher.handshake().take());
    byte[] amf0 =
        new CommandMessage(0, "connect", 1, List.of(Amf0Value.object(Map.of()))).write().payload();
    byte[] amf3 = ByteBuffer.allocate(amf0.length + 1).put((byte) 0).put(amf0).array();
    List<String> log =
        dialogue.feed(
            publisher.message(3, new UnknownMessage(new RawMessage(17, 0, 0, amf3))).take());
    assertEquals("_result 1 NetConnection.Connect.Success", log.getLast());
  }

  @Test
  void commands_outOfOrder_rejected() throws BadInputException {
    List<String> log = dialogue.feed(publisher.handshake().publish(SessionDialogue.KEY).take());
    assertEquals("Close[reason=a command before connect, delayed=true]", log.getLast());
    assertFalse(log.toString().contains(SessionDialogue.KEY));
  }
}
