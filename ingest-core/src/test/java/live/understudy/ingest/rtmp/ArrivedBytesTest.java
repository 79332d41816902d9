package live.understudy.ingest.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrivedBytesTest {
  private static final int STRANGERS_BYTES = Limits.DEFAULT.strangers().maxBytes();

  private final ArrivedBytes arrived = new ArrivedBytes(Limits.DEFAULT, 0);

  @ParameterizedTest
  @EnumSource(names = {"CONNECT", "CONNECTED"})
  void tooMany_beforeAPublish_fromTheFirstByteBeyondTheLimit(SessionState state) {
    assertNull(arrived.tooMany(STRANGERS_BYTES, SessionState.HANDSHAKE, 0));
    assertNull(arrived.tooMany(0, state, 0));
    assertEquals(
        "more than " + STRANGERS_BYTES + " bytes before a publish", arrived.tooMany(1, state, 0));
    assertNull(arrived.tooMany(1, SessionState.CLOSED, 0));
  }

  @Test
  void tooMany_whilePublishing_whenTheBudgetIsSpent() {
    int burst = Math.toIntExact(Limits.DEFAULT.arrival().burstBytes());
    assertNull(arrived.tooMany(burst, SessionState.PUBLISHING, 0));
    assertNotNull(arrived.tooMany(1, SessionState.PUBLISHING, 0));
  }

  @Test
  void acknowledgement_onceAWindow_countsEverythingAndWrapsAround() {
    arrived.setWindow(1);
    arrived.tooMany((64 << 10) - 1, SessionState.CONNECTED, 0);
    assertNull(arrived.acknowledgement(), "a window is not smaller than that");
    arrived.tooMany(1, SessionState.CONNECTED, 0);
    assertEquals(new Acknowledgement(64 << 10), arrived.acknowledgement());
    assertNull(arrived.acknowledgement());
    for (int i = 0; i < 2; i++) {
      arrived.tooMany(Integer.MAX_VALUE, SessionState.CLOSED, 0);
    }
    assertEquals(new Acknowledgement((64 << 10) - 2), arrived.acknowledgement());
  }
}
