package live.understudy.ingest.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.TestPublisher;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server goes down: who understands it is asked to come again, the others are hung up on. */
@Timeout(240)
class ReconnectRequestTest {
  private static final IngestLimits LIMITS =
      IngestLimits.defaults()
          .withDeadlines(new IngestLimits.Deadlines(60_000, 60_000, 60_000, 60_000, 300));

  @ParameterizedTest
  @CsvSource({"1, true", "4, false"})
  void close_whilePublishing_asksOnlyWhoUnderstandsAndHangsUpOnAll(int capsEx, boolean asked)
      throws Exception {
    TestListener server = new TestListener(LIMITS, null);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      Map<String, Amf0Value> object = new LinkedHashMap<>();
      object.put("app", Amf0Value.of("live"));
      object.put("capsEx", Amf0Value.of(capsEx));
      TestPublisher publisher = new TestPublisher().handshake();
      publisher.command(0, "connect", 1, Amf0Value.object(object)).publish(TestListener.KEY);
      publisher.audio(0, new byte[] {(byte) 0xAF, 0, 0x11, (byte) 0x90});
      socket.getOutputStream().write(publisher.take());
      RecordingSink sink = server.sink();
      // The request is for those who publish: wait until the answer says so.
      StringBuilder read = new StringBuilder();
      while (read.indexOf("NetStream.Publish.Start") < 0) {
        read.append((char) socket.getInputStream().read());
      }
      server.listener.close();
      String rest = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertEquals(asked, rest.contains("NetConnection.Connect.ReconnectRequest"), rest);
      assertEquals("the server is shutting down", RecordingSink.endReason(sink.awaitEnd()));
    } finally {
      server.close();
    }
  }
}
