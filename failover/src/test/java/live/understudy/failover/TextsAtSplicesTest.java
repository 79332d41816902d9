package live.understudy.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.understudy.hls.EventMessages;
import live.understudy.hls.EventMessages.ReadMessage;
import live.understudy.hls.FragmentReader;
import live.understudy.hls.FragmentReader.ReadSample;
import live.understudy.hls.Part;
import live.understudy.hls.Segment;
import live.understudy.hls.WindowSnapshot;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.Leg;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TimedText;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every picture says its leg and its number in words; viewers read them where they see it. */
class TextsAtSplicesTest {
  private static final StreamConfig CONFIG = Units.config(1000, 40, null);
  private static final long BACKUP_BEGAN_MS = 700_000;
  private static final int FAILS_AT_MS = 9_360;
  private static final int END_MS = 20_000;

  private final Map<Long, Part> parts = new LinkedHashMap<>();

  private static SessionEvent.Unit picture(Leg leg, long ms) {
    boolean primary = leg == Leg.PRIMARY;
    long dts = primary ? ms : ms + BACKUP_BEGAN_MS;
    long number = primary ? ms : -ms;
    // The backup's keyframes lie elsewhere, and its pictures are shown later than decoded.
    boolean keyframe = ms % 1000 == (primary ? 0 : 400);
    byte[] json = String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
    return new SessionEvent.Unit(
        new AccessUnit(
                TrackType.VIDEO,
                dts,
                primary ? 0 : 80,
                keyframe,
                ByteSlice.of(ByteBuffer.allocate(64).putLong(number).array()),
                number * 31,
                ms * Units.MS)
            .withTexts(List.of(new TimedText("onTextData", ByteSlice.of(json)))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leg_dies_everyPictureIsFollowedByItsWordsAlone(boolean lowLatency) {
    ProgramConfig config = ProgramConfig.defaults();
    ProgramCore core = new ProgramCore(lowLatency ? config.withLowLatency() : config, null);
    core.start();
    for (Leg leg : Leg.values()) {
      core.sessionStarted(leg, 0, 0);
      core.onEvent(leg, new SessionEvent.Configured(CONFIG), 0, 0);
    }
    for (long ms = 0; ms < END_MS; ms += 40) {
      long nowNs = ms * Units.MS;
      if (ms == FAILS_AT_MS) {
        core.onEvent(Leg.PRIMARY, new SessionEvent.Ended("gone"), nowNs, ms);
      } else if (ms < FAILS_AT_MS) {
        core.onEvent(Leg.PRIMARY, picture(Leg.PRIMARY, ms), nowNs, ms);
      }
      core.onEvent(Leg.BACKUP, picture(Leg.BACKUP, ms), nowNs, ms);
      core.tick(nowNs, ms);
      collect(core.takeSnapshot());
    }
    List<String> shown = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Part part : parts.values()) {
      for (ReadSample sample : FragmentReader.samples(part.bytes().toArray())) {
        shown.add(ByteBuffer.wrap(sample.data()).getLong() + "@" + sample.pts());
      }
      for (ReadMessage message : EventMessages.of(part.bytes().toArray())) {
        said.add(message.text() + "@" + message.presentationTime());
      }
    }
    assertEquals(shown, said);
    assertTrue(shown.stream().anyMatch(one -> one.startsWith("-")), "the backup took over");
    assertTrue(shown.stream().anyMatch(one -> !one.startsWith("-")), "the primary began");
  }

  private void collect(@Nullable WindowSnapshot snapshot) {
    if (snapshot == null) {
      return;
    }
    for (Segment segment : snapshot.inMemory().values()) {
      for (Part part : segment.parts()) {
        parts.putIfAbsent(segment.info().msn() * 1000 + part.index(), part);
      }
    }
  }
}
