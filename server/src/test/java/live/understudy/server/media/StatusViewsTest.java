package live.understudy.server.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import live.understudy.api.event.Interruption;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.failover.Alignment;
import live.understudy.failover.ProgramState;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchPlace;
import live.understudy.failover.SwitchRecord;
import live.understudy.failover.health.QualityFault;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.VideoConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusViewsTest {

  private static final SwitchPlace PLACE =
      new SwitchPlace(12, 3, 2, 90_000, -7, -4, 3000, 5_000_000, 6_000_000, 0, 0, 0, false);

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
          OPERATOR      | BACKUP  | 0   | An operator put the backup on air.
          REVERT        | PRIMARY | 0   | The primary was clean again and went back on air.
          RETURN        | PRIMARY | 0   | The signal returned on the primary.
          DISCONNECT    | BACKUP  | 733 | The primary disconnected; the backup took over. The picture stood for 733 ms.
          """)
  void program_switch_isToldInASentence(
      SwitchRecord.Trigger trigger, Leg to, long gapMs, String sentence) {
    SwitchRecord.Splice splice =
        gapMs == 0 ? SwitchRecord.Splice.EXACT_CUT : SwitchRecord.Splice.GAP;
    SwitchRecord.Cost cost = new SwitchRecord.Cost(splice, 1, gapMs, 7, 3, 21);
    SwitchRecord.Offset offset = new SwitchRecord.Offset(Alignment.SOUND, 12.5, 0.9);
    SwitchRecord entry =
        new SwitchRecord(4, 9, 77, to.other(), to, trigger, null, 310, cost, offset, PLACE);
    SwitchEntry shown = StatusViews.entry(entry);
    assertEquals(sentence, shown.text());
    assertEquals(splice.name(), shown.splice());
    assertEquals(0.9, shown.confidence());
    assertEquals(
        new SwitchEntry.Place(
            77, 12, 3, 2, 90_000, -7, -4, 3000, 5_000_000, 6_000_000L, 0, 0, 0L, false),
        shown.place());
    ProgramView view = view(ProgramState.ON_AIR, to, Alignment.ARRIVAL_TIME, List.of(entry));
    ProgramStatus status =
        StatusViews.program(
            view,
            12,
            LatencyMode.CLASSIC,
            RecordingStatus.off(0),
            List.of(shown),
            SwitchLogStatus.EMPTY);
    assertEquals(List.of(shown), status.switches());
    assertEquals(12, status.mediaSequence());
    assertEquals(to, status.onAir());
    assertEquals(310, shown.detectionMs());
    assertEquals(7, shown.framesLost());
    assertEquals(3, shown.framesRepeated());
    assertEquals(21, shown.audioGapMs());
    assertEquals(12.5, shown.offsetMs());
    assertEquals(ProgramStatus.Alignment.SOUND, shown.alignment());
  }

  @Test
  void program_switchForQuality_namesTheFault() {
    SwitchRecord.Offset offset = new SwitchRecord.Offset(Alignment.ARRIVAL_TIME, null, 0);
    SwitchRecord.Cost cost = new SwitchRecord.Cost(SwitchRecord.Splice.EXACT_CUT, 1, 0, 0, 0, 0);
    SwitchRecord entry =
        new SwitchRecord(
            4,
            9,
            77,
            Leg.PRIMARY,
            Leg.BACKUP,
            SwitchRecord.Trigger.QUALITY,
            QualityFault.AUDIO_LOST,
            0,
            cost,
            offset,
            PLACE);
    SwitchEntry shown = StatusViews.entry(entry);
    assertEquals("The primary was bad (audio lost); the backup took over.", shown.text());
    assertEquals("AUDIO_LOST", shown.fault());
  }

  private static ProgramView view(
      ProgramState state, @Nullable Leg onAir, Alignment alignment, List<SwitchRecord> switches) {
    return new ProgramView(
        state, onAir, true, true, Leg.BACKUP, 2, 2_500, alignment, -3.5, 0.8, 12, switches);
  }

  @ParameterizedTest
  @EnumSource(ProgramState.class)
  void program_everyState_hasItsName(ProgramState state) {
    for (Alignment alignment : Alignment.values()) {
      ProgramView view = view(state, null, alignment, List.of());
      ProgramStatus status =
          StatusViews.program(
              view,
              0,
              LatencyMode.LOW,
              RecordingStatus.off(7),
              List.of(),
              new SwitchLogStatus(SwitchLogStatus.State.ALONE, 3, 1, 0, 0));
      assertEquals(SwitchLogStatus.State.ALONE, status.switchLog().state());
      assertEquals(state.name(), status.state().name());
      assertEquals(alignment.name(), status.alignment().name());
      assertTrue(status.slate());
      assertTrue(status.held());
      assertEquals(Leg.BACKUP, status.switchingTo());
      assertEquals(-3.5, status.offsetMs());
      assertEquals(LatencyMode.LOW, status.latencyMode());
      assertEquals(RecordingStatus.off(7), status.recording());
    }
  }

  private static SwitchRecord change(long atMs, @Nullable Leg from, @Nullable Leg to) {
    SwitchRecord.Cost cost = new SwitchRecord.Cost(SwitchRecord.Splice.NONE, 1, 0, 0, 0, 0);
    SwitchRecord.Offset offset = new SwitchRecord.Offset(Alignment.NONE, null, 0);
    return new SwitchRecord(
        atMs, atMs, 0, from, to, SwitchRecord.Trigger.LAG, null, 0, cost, offset, PLACE);
  }

  @Test
  void interruption_fromTheSwitches_isTheLatestOneAndEndsWithTheReturn() {
    SwitchRecord start = change(10, null, Leg.PRIMARY);
    SwitchRecord gone = change(20, Leg.PRIMARY, null);
    SwitchRecord back = change(30, null, Leg.BACKUP);
    SwitchRecord later = change(40, Leg.BACKUP, Leg.PRIMARY);
    assertNull(StatusViews.interruption(List.of()));
    assertNull(StatusViews.interruption(List.of(start)));
    assertEquals(new Interruption(20, null), StatusViews.interruption(List.of(start, gone)));
    assertEquals(
        new Interruption(20, 30L), StatusViews.interruption(List.of(start, gone, back, later)));
    assertEquals(
        new Interruption(50, null),
        StatusViews.interruption(List.of(gone, back, change(50, Leg.BACKUP, null))));
  }

  @Test
  void fingerprint_configurationsThatDifferInOneByte_differ() {
    VideoConfig video = Fixtures.video();
    byte[] bytes = video.decoderConfig().toArray();
    VideoConfig equal = with(video, bytes.clone(), video.frameTicks());
    assertEquals(Fingerprint.of(video), Fingerprint.of(equal));
    assertTrue(Fingerprint.of(video).matches("[0-9a-f]{8}"));
    bytes[bytes.length - 1] ^= 1;
    VideoConfig otherBytes = with(video, bytes, video.frameTicks());
    assertNotEquals(Fingerprint.of(video), Fingerprint.of(otherBytes));
    VideoConfig otherGrid = with(video, video.decoderConfig().toArray(), video.frameTicks() + 1);
    assertNotEquals(Fingerprint.of(video), Fingerprint.of(otherGrid));
  }

  private static VideoConfig with(VideoConfig video, byte[] decoderConfig, int frameTicks) {
    return new VideoConfig(
        video.fourCc(),
        ByteSlice.of(decoderConfig),
        video.rfc6381(),
        video.width(),
        video.height(),
        video.timescale(),
        frameTicks);
  }
}
