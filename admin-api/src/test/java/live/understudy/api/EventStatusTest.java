package live.understudy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import live.understudy.api.event.LatencyMode;
import live.understudy.api.event.LegStatus;
import live.understudy.api.event.ProgramStatus;
import live.understudy.api.event.RecordingStatus;
import live.understudy.api.event.SwitchEntry;
import live.understudy.api.event.SwitchLogStatus;
import live.understudy.media.Leg;
import live.understudy.media.LegId;
import live.understudy.media.OtherTrack;
import live.understudy.media.ProgramId;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EventStatusTest {
  @TempDir Path folder;
  private ApiHarness api;

  @BeforeEach
  void open() throws IOException {
    api = ApiHarness.loggedIn(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void status_ofAnUntouchedEvent_hasTheMinimum() {
    api.createGala();
    JsonNode status = api.get("/api/v1/events/gala/status").json();
    assertEquals(
        Set.of("eventId", "phase", "nowMs", "languages"), Set.copyOf(status.propertyNames()));
    JsonNode english = status.get("languages").get(0);
    assertEquals(
        "{\"language\":\"en\",\"program\":{\"state\":\"OFF\",\"onAir\":null,\"mediaSequence\":0,"
            + "\"targetDurationS\":4,\"alignment\":\"NONE\",\"alignmentConfidence\":0.0,"
            + "\"driftPpm\":0.0,\"slate\":false,\"held\":false,\"switches\":[],"
            + "\"latencyMode\":\"CLASSIC\",\"recording\":{\"state\":\"OFF\",\"bytes\":0,"
            + "\"sinceMs\":0},\"switchLog\":{\"state\":\"STORED\",\"storedEpoch\":0,"
            + "\"pending\":0,\"conflicts\":0,\"dropped\":0}},\"legs\":{\"primary\":"
            + "{\"state\":\"OFFLINE\",\"sinceMs\":0,\"otherTracks\":[],\"sessions\":0,\"reconnects\":0,"
            + "\"preview\":\"/preview/gala/en/primary/index.m3u8\",\"blocked\":false,\"issues\":[]},\"backup\":"
            + "{\"state\":\"OFFLINE\",\"sinceMs\":0,\"otherTracks\":[],\"sessions\":0,\"reconnects\":0,"
            + "\"preview\":\"/preview/gala/en/backup/index.m3u8\",\"blocked\":false,\"issues\":[]}},\"mismatches\":[]}",
        english.toString());
  }

  @Test
  void status_ofABusyEvent_showsAllThatIsKnown() {
    api.createGala();
    ProgramId program = new ProgramId("gala", "en");
    receiveOnPrimary(program);
    api.control.programs.put(program, busyProgram());
    JsonNode english = api.get("/api/v1/events/gala/status").json().get("languages").get(0);
    assertEquals(
        "{\"state\":\"ON_AIR\",\"onAir\":\"PRIMARY\",\"mediaSequence\":12,\"targetDurationS\":4,"
            + "\"alignment\":\"ARRIVAL_TIME\",\"offsetMs\":-12.5,\"alignmentConfidence\":0.75,"
            + "\"driftPpm\":20.5,\"slate\":false,\"held\":true,\"switchingTo\":\"BACKUP\","
            + "\"switches\":[{\"epoch\":7,\"atMs\":9,\"from\":null,\"to\":\"PRIMARY\","
            + "\"trigger\":\"QUALITY\",\"fault\":\"AUDIO_LOST\",\"splice\":\"EXACT_CUT\","
            + "\"detectionMs\":450,\"programTimeMs\":6000,\"gapMs\":40,\"framesLost\":1,"
            + "\"framesRepeated\":2,\"audioGapMs\":21,\"alignment\":\"SOUND\","
            + "\"offsetMs\":-12.5,\"confidence\":0.9,\"place\":{\"inputs\":77,\"msn\":12,"
            + "\"part\":3,\"session\":2,\"keyframeTicks\":90000,\"leadOffsetTicks\":-7,"
            + "\"audioOffsetTicks\":-4,\"reorderTicks\":3000,\"atNs\":5000000,\"gapNs\":0,"
            + "\"overlapNs\":0,\"discontinuity\":true},"
            + "\"text\":\"The backup was bad (audio lost); the primary took over."
            + " The picture stood for 40 ms.\"}],"
            + "\"latencyMode\":\"LOW\",\"recording\":{\"state\":\"STOPPED\","
            + "\"reason\":\"disk-full\",\"bytes\":1099511627776,\"sinceMs\":8},"
            + "\"switchLog\":{\"state\":\"PENDING\",\"storedEpoch\":6,\"pending\":1,"
            + "\"conflicts\":0,\"dropped\":0}}",
        english.get("program").toString());
    assertEquals(
        "{\"state\":\"RECEIVING\",\"sinceMs\":7,\"encoder\":\"OBS 31\",\"remote\":\"192.0.2.5\",\"tls\":true,"
            + "\"video\":{\"codec\":\"avc1.64001f\",\"profile\":\"High\",\"level\":\"3.1\","
            + "\"width\":1920,\"height\":1080,\"frameRate\":59.94,\"measuredFrameRate\":59.5,"
            + "\"kbps\":6000,\"kbps30s\":5900,\"keyframeIntervalMs\":2000,"
            + "\"lastKeyframeIntervalMs\":1960,\"longestKeyframeIntervalMs\":2100,\"openGop\":false,"
            + "\"configuration\":\"a1b2c3d4\"},"
            + "\"audio\":{\"codec\":\"mp4a.40.2\",\"profile\":\"LC\","
            + "\"sampleRate\":48000,\"channels\":2,\"kbps\":160,\"kbps30s\":159,\"configuration\":\"01020304\"},"
            + "\"signal\":{\"avOffsetMs\":-12,\"lagMs\":40,\"timestampJumps\":1,"
            + "\"bytes\":123456789012},\"otherTracks\":[{\"kind\":\"AUDIO\",\"id\":1,\"codec\":\"mp4a\"}],\"sessions\":3,\"reconnects\":2,"
            + "\"lastEndReason\":\"connection reset\",\"preview\":\"/preview/gala/en/primary/index.m3u8\","
            + "\"blocked\":true,\"issues\":[{\"code\":\"long-gop\",\"severity\":\"WARNING\",\"text\":\"Set 2 s.\","
            + "\"measured\":8.3,\"expected\":2.0,\"unit\":\"s\",\"sinceMs\":11}]}",
        english.get("legs").get("primary").toString());
    assertEquals(
        "[{\"code\":\"size-differs\",\"severity\":\"WARNING\",\"primary\":\"1920x1080\","
            + "\"backup\":\"1280x720\",\"text\":\"Same.\"}]",
        english.get("mismatches").toString());
  }

  private void receiveOnPrimary(ProgramId program) {
    api.control.legs.put(
        new LegId(program, Leg.PRIMARY),
        new LegStatus(
            LegStatus.State.RECEIVING,
            7,
            "OBS 31",
            "192.0.2.5",
            true,
            new LegStatus.Video(
                "avc1.64001f",
                "High",
                "3.1",
                1920,
                1080,
                59.94,
                59.5,
                6000,
                5900,
                2000,
                1960,
                2100,
                false,
                "a1b2c3d4"),
            new LegStatus.Audio("mp4a.40.2", "LC", 48_000, 2, 160, 159, "01020304"),
            new LegStatus.Signal(-12L, 40, 1, 123_456_789_012L),
            List.of(OtherTrack.of(TrackType.AUDIO, 1, "mp4a")),
            3,
            "connection reset",
            true,
            List.of(
                new LegStatus.Issue(
                    "long-gop", LegStatus.Severity.WARNING, "Set 2 s.", 8.3, 2.0, "s", 11))));
    api.control.mismatches =
        List.of(
            new LegStatus.Mismatch(
                "size-differs", LegStatus.Severity.WARNING, "1920x1080", "1280x720", "Same."));
  }

  private static ProgramStatus busyProgram() {
    return new ProgramStatus(
        ProgramStatus.State.ON_AIR,
        Leg.PRIMARY,
        12,
        4,
        ProgramStatus.Alignment.ARRIVAL_TIME,
        -12.5,
        0.75,
        20.5,
        false,
        true,
        Leg.BACKUP,
        List.of(
            new SwitchEntry(
                7,
                9,
                null,
                Leg.PRIMARY,
                "QUALITY",
                "AUDIO_LOST",
                "EXACT_CUT",
                450,
                6000,
                40,
                1,
                2,
                21,
                ProgramStatus.Alignment.SOUND,
                -12.5,
                0.9,
                new SwitchEntry.Place(
                    77, 12, 3, 2, 90_000, -7, -4, 3000, 5_000_000, null, 0, 0, null, true))),
        LatencyMode.LOW,
        new RecordingStatus(RecordingStatus.State.STOPPED, "disk-full", 1L << 40, 8),
        new SwitchLogStatus(SwitchLogStatus.State.PENDING, 6, 1, 0, 0));
  }
}
