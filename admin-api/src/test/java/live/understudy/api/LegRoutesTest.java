package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import live.understudy.api.event.LegStatus;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegRoutesTest {
  private static final String LEGS = "/api/v1/events/gala/languages/en/legs/";
  private static final LegId BACKUP = new LegId(new ProgramId("gala", "en"), Leg.BACKUP);

  @TempDir Path folder;
  private ApiHarness api;

  @BeforeEach
  void open() throws IOException {
    api = ApiHarness.loggedIn(folder);
    api.createGala();
    api.control.commands.clear();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String require(int status, String method, String path, @Nullable String body) {
    ApiHarness.Answer answer = api.call(method, path, body);
    assertEquals(status, answer.status(), answer.text());
    return answer.text();
  }

  @Test
  void block_andUnblock_isCommandedAndKept() {
    assertEquals(
        "{\"blocked\":true}", require(200, "PUT", LEGS + "backup/block", "{\"blocked\":true}"));
    assertEquals(Set.of(BACKUP), api.api.blockedLegs());
    require(200, "PUT", LEGS + "backup/block", "{\"blocked\":true}");
    assertEquals(Set.of(BACKUP), api.api.blockedLegs());
    require(200, "PUT", LEGS + "backup/block", "{\"blocked\":false}");
    assertEquals(Set.of(), api.api.blockedLegs());
    assertEquals("block " + BACKUP + " true", api.control.commands.getFirst());
    assertEquals("block " + BACKUP + " false", api.control.commands.getLast());
  }

  @Test
  void block_ofADeletedEvent_isForgotten() {
    require(200, "PUT", LEGS + "primary/block", "{\"blocked\":true}");
    require(204, "DELETE", "/api/v1/events/gala", null);
    assertEquals(Set.of(), api.api.blockedLegs());
  }

  @Test
  void block_afterARestart_isStillThere() {
    require(200, "PUT", LEGS + "backup/block", "{\"blocked\":true}");
    api.restart();
    assertEquals(Set.of(BACKUP), api.api.blockedLegs());
  }

  @Test
  void disconnect_saysWhetherAnybodyWasThere() {
    assertEquals(
        "{\"disconnected\":false}", require(200, "POST", LEGS + "primary/disconnect", null));
    api.control.leg("gala", "en", Leg.PRIMARY, LegStatus.State.RECEIVING);
    assertEquals(
        "{\"disconnected\":true}", require(200, "POST", LEGS + "primary/disconnect", null));
  }

  @Test
  void commands_ofWhatIsNotThere_areRefused() {
    require(404, "POST", LEGS + "third/disconnect", null);
    require(404, "POST", LEGS + "PRIMARY/disconnect", null);
    require(404, "POST", "/api/v1/events/gala/languages/fr/legs/primary/disconnect", null);
    require(404, "POST", "/api/v1/events/other/languages/en/legs/primary/disconnect", null);
    require(400, "PUT", LEGS + "backup/block", "{}");
    require(400, "PUT", LEGS + "backup/block", "{\"blocked\":1}");
    assertTrue(api.control.commands.isEmpty());
  }
}
