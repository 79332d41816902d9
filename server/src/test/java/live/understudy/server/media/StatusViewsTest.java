package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.failover.Alignment;
import live.understudy.failover.LegHealthView;
import live.understudy.failover.LegIssue;
import live.understudy.failover.LegState;
import live.understudy.failover.ProgramState;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchRecord;
import live.understudy.media.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusViewsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          START         | PRIMARY | 0   | The program began with the primary.
          START         | BACKUP  | 0   | The program began with the backup.
          DISCONNECT    | BACKUP  | 0   | The primary disconnected; the backup took over.
          LAG           | PRIMARY | 0   | The backup fell behind; the primary took over.
          LAST_SAFE_CUT | BACKUP  | 0   | The primary was late; the backup took over in time.
          RETURN        | PRIMARY | 0   | The signal returned on the primary.
          DISCONNECT    | BACKUP  | 733 | The primary disconnected; the backup took over. The picture stood for 733 ms.
          """)
  void program_switch_isToldInASentence(
      SwitchRecord.Trigger trigger, Leg to, long gapMs, String sentence) {
    SwitchRecord.Splice splice =
        gapMs == 0 ? SwitchRecord.Splice.EXACT_CUT : SwitchRecord.Splice.GAP;
    SwitchRecord entry = new SwitchRecord(9, to.other(), to, trigger, splice, 1, gapMs);
    ProgramView view =
        new ProgramView(ProgramState.ON_AIR, to, 2, 2_500, Alignment.ARRIVAL_TIME, List.of(entry));
    ProgramStatus status =
        StatusViews.program(view, 12, LatencyMode.CLASSIC, RecordingStatus.off(0));
    assertEquals(sentence, status.switches().getFirst().text());
    assertEquals(splice.name(), status.switches().getFirst().splice());
    assertEquals(12, status.mediaSequence());
    assertEquals(to, status.onAir());
  }

  @ParameterizedTest
  @EnumSource(ProgramState.class)
  void program_everyState_hasItsName(ProgramState state) {
    for (Alignment alignment : Alignment.values()) {
      ProgramView view = new ProgramView(state, null, 2, 0, alignment, List.of());
      ProgramStatus status = StatusViews.program(view, 0, LatencyMode.LOW, RecordingStatus.off(7));
      assertEquals(state.name(), status.state().name());
      assertEquals(alignment.name(), status.alignment().name());
      assertEquals(LatencyMode.LOW, status.latencyMode());
      assertEquals(RecordingStatus.off(7), status.recording());
    }
  }

  @Test
  void leg_connected_tellsWhoAndWhat() {
    LegHealthView health =
        new LegHealthView(
            LegState.RECEIVING,
            5,
            "OBS",
            Fixtures.picturesAndSound(),
            800,
            9.9,
            96,
            2_000,
            3,
            "before",
            List.of(LegIssue.values()));
    PublisherSession session =
        new PublisherSession(new Fixtures.Publisher().request(Leg.PRIMARY, "secret"));
    LegStatus status = StatusViews.leg(new LegSnapshot(health, session));
    assertEquals("192.0.2.7", status.remote());
    assertEquals("OBS", status.encoder());
    assertEquals(new LegStatus.Video("avc1.64001f", 640, 360, 10.0, 800, 2_000), status.video());
    assertEquals(new LegStatus.Audio("mp4a.40.2", 48_000, 2, 96), status.audio());
    assertEquals(LegIssue.values().length, status.issues().size());
  }

  @ParameterizedTest
  @EnumSource(LegState.class)
  void leg_withoutSession_hasNoRemoteAndNoEncoder(LegState state) {
    LegHealthView health = new LegHealthView(state, 5, "OBS", null, 0, 0, 0, 0, 0, null, List.of());
    LegStatus status = StatusViews.leg(new LegSnapshot(health, null));
    assertEquals(state.name(), status.state().name());
    assertNull(status.remote());
    assertNull(status.encoder());
    assertNull(status.tls());
    assertNull(status.video());
    assertNull(status.audio());
  }
}
