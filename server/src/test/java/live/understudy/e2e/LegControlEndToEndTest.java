package live.understudy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encoders with one key, and the operator who decides between them, over real sockets. */
@Timeout(600)
class LegControlEndToEndTest {
  private static final int READ_MS = 90_000;
  private static final String REASON = "another encoder took over with the same stream key";
  private static final String BAD_NAME = "NetStream.Publish.BadName";
  private static final String START = "NetStream.Publish.Start";
  private static final int MOST_TAKEOVERS = 3;

  @TempDir Path folder;

  @Test
  void encodersWithOneKey_fight_everyLoserIsToldAndTheFightEnds() throws Exception {
    try (Stage stage = stage()) {
      List<RawRtmp> clients = new ArrayList<>();
      for (int i = 0; i <= MOST_TAKEOVERS + 1; i++) {
        clients.add(RawRtmp.connect(port(stage), READ_MS));
        clients.getLast().prepare();
      }
      // One soon after the other: who takes over from an encoder that is silent does not fight.
      for (RawRtmp client : clients) {
        client.publishPrepared(stage.streamKey(Stage.LANGUAGE));
        if (client != clients.getLast()) {
          client.readUntil(START);
        }
      }
      for (int i = 0; i < MOST_TAKEOVERS; i++) {
        String said = clients.get(i).readToEnd();
        assertTrue(said.contains(BAD_NAME) && said.contains(REASON), said);
      }
      String refused = clients.getLast().readToEnd();
      assertTrue(refused.contains(BAD_NAME), refused);
      assertTrue(refused.contains("another encoder publishes this leg"), refused);
      assertFalse(refused.contains(START), refused);
      assertTrue(disconnect(stage), "the last of those that were let in is still there");
      assertTrue(clients.get(MOST_TAKEOVERS).readToEnd().contains("an operator disconnected"));
      for (RawRtmp client : clients) {
        client.close();
      }
    }
  }

  @Test
  void blockedLeg_everybodyIsRefused_untilUnblocked() throws Exception {
    try (Stage stage = stage()) {
      String key = stage.streamKey(Stage.LANGUAGE);
      try (RawRtmp first = RawRtmp.connect(port(stage), READ_MS)) {
        first.publish(key);
        first.readUntil(START);
        assertEquals(200, put(stage, "block", "{\"blocked\":true}").statusCode());
        assertTrue(first.readToEnd().contains("an operator blocked this encoder"));
      }
      try (RawRtmp second = RawRtmp.connect(port(stage), READ_MS)) {
        second.publish(key);
        String said = second.readToEnd();
        assertTrue(said.contains(BAD_NAME) && !said.contains(START), said);
      }
      assertTrue(stage.legNode(Leg.PRIMARY).path("blocked").asBoolean());
      assertEquals(200, put(stage, "block", "{\"blocked\":false}").statusCode());
      try (RawRtmp third = RawRtmp.connect(port(stage), READ_MS)) {
        third.publish(key);
        third.readUntil(START);
      }
    }
  }

  private Stage stage() throws Exception {
    return Stage.set(
        TestServers.start(folder, Map.of("rtmp.enabled", "true")), List.of(Stage.LANGUAGE));
  }

  private static int port(Stage stage) {
    return stage.server.plainIngest(Leg.PRIMARY).getPort();
  }

  private static boolean disconnect(Stage stage) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(stage, "disconnect", "POST", "");
    assertEquals(200, answer.statusCode());
    return answer.body().equals("{\"disconnected\":true}");
  }

  private static HttpResponse<String> put(Stage stage, String what, String body)
      throws IOException, InterruptedException {
    return send(stage, what, "PUT", body);
  }

  private static HttpResponse<String> send(Stage stage, String what, String method, String body)
      throws IOException, InterruptedException {
    URI uri =
        stage
            .server
            .http()
            .resolve(
                "/api/v1/events/%s/languages/%s/legs/primary/%s"
                    .formatted(Stage.EVENT, Stage.LANGUAGE, what));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + stage.server.token())
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
