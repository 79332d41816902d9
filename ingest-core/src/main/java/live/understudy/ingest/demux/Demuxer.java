package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.List;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.flv.AudioTag;
import live.understudy.ingest.flv.ColourInfo;
import live.understudy.ingest.flv.Metadata;
import live.understudy.ingest.flv.TextMessage;
import live.understudy.ingest.flv.VideoTag;
import live.understudy.ingest.rtmp.AudioMessage;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.Colour;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TimedText;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of one session of its media messages.
 *
 * <p>The first access units are held, for a bounded time, until it is known which tracks there are
 * and whether the video has a frame grid; then come {@code Configured} and what was held. Access
 * units before the first keyframe are dropped. Single-threaded; every method appends to {@code
 * out}.
 */
public final class Demuxer {
  private static final long NANOS_PER_MS = 1_000_000;

  /** Sound is kept that begins so much before the first keyframe's decode time, at most. */
  private static final int AUDIO_LEAD_MS = 25;

  private final IngestLimits.Probe limits;
  private final IngestLimits.Amf amf;
  private final int maxHeaderBytes;
  private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();
  private final MediaBudget videoBudget;
  private final MediaBudget audioBudget;
  private final VideoTrack videoTrack = new VideoTrack();
  private final AudioTrack audioTrack = new AudioTrack();
  private final OtherTracks others;
  private final TextQueue texts;
  private final UnitWriter writer = new UnitWriter();

  private @Nullable VideoFormat video;
  private @Nullable AudioConfig audio;
  private FrameRateProbe.Result timing = new FrameRateProbe.Result(FrameRate.NONE, 0);
  private double metadataRate;
  private @Nullable Colour claimedColour;
  private @Nullable String encoder;
  private boolean described;
  private boolean othersTold = true;

  private boolean probing = true;
  private List<HeldUnit> held = new ArrayList<>();
  private long heldBytes;
  private int heldVideo;
  private int heldAudio;
  private boolean ended;

  public Demuxer(IngestLimits limits) {
    this.limits = limits.probe();
    this.amf = limits.amf();
    this.maxHeaderBytes = limits.media().maxHeaderBytes();
    this.texts = new TextQueue(limits.text());
    this.others = new OtherTracks(limits.media().maxOtherTracks());
    this.videoBudget = new MediaBudget("video", limits.media());
    this.audioBudget = new MediaBudget("audio", limits.media());
  }

  /** Takes one message; throws when it is broken or its codec is not supported. */
  public void onMessage(MediaMessage message, long nowNs, List<SessionEvent> out)
      throws BadInputException {
    if (ended) {
      return;
    }
    switch (message) {
      case VideoMessage m -> {
        onVideo(m, nowNs, out);
        noteOthers(TrackType.VIDEO, m.body(), out);
      }
      case AudioMessage m -> {
        onAudio(m, nowNs, out);
        noteOthers(TrackType.AUDIO, m.body(), out);
      }
      case DataMessage m -> onData(m, out);
    }
  }

  /** Ends a probe that waits for more than comes; call it a few times a second. */
  public void onTick(long nowNs, List<SessionEvent> out) {
    if (probing && !held.isEmpty() && !ended) {
      long waitedNs = nowNs - held.getFirst().arrivedNs();
      if (waitedNs >= limits.maxArrivalMs() * NANOS_PER_MS) {
        endProbe(out);
      }
    }
  }

  /** Writes what is held and the end of the session; once. */
  public void end(String reason, List<SessionEvent> out) {
    if (ended) {
      return;
    }
    if (probing && !held.isEmpty()) {
      endProbe(out);
    }
    ended = true;
    out.add(new SessionEvent.Ended(reason));
  }

  private void onData(DataMessage message, List<SessionEvent> out) throws BadInputException {
    Metadata metadata = Metadata.parse(message);
    if (metadata == null) {
      TextMessage text = TextMessage.parse(message, texts.room());
      if (text != null) {
        // Taken or not: it has been read.
        (video == null ? audioBudget : videoBudget).spendBeside(message.bytes());
        onText(text, out);
      }
      return;
    }
    metadataRate = metadata.frameRate();
    if (encoder == null) {
      encoder = metadata.encoder();
    }
    if (!probing) {
      describe(out);
    }
  }

  /** Text goes along with the next picture; what can't is named. */
  private void onText(TextMessage text, List<SessionEvent> out) {
    tellOthers(!texts.add(text, videoTrack.takesCaptions()) && others.noteText(text.name()), out);
  }

  private void noteOthers(TrackType track, ByteSlice body, List<SessionEvent> out) {
    tellOthers(others.note(track, body), out);
  }

  private void tellOthers(boolean news, List<SessionEvent> out) {
    if (news) {
      othersTold = false;
      if (!probing) {
        describe(out);
      }
    }
  }

  private void describe(List<SessionEvent> out) {
    if (encoder != null && !described) {
      described = true;
      out.add(new SessionEvent.Described(encoder));
    }
    if (!othersTold) {
      othersTold = true;
      out.add(new SessionEvent.OtherTracks(others.list()));
    }
  }

  private void onVideo(VideoMessage message, long nowNs, List<SessionEvent> out)
      throws BadInputException {
    switch (VideoTag.parse(message.body())) {
      case VideoTag.SequenceHeader header -> {
        checkHeader(header.config());
        onVideoFormat(videoTrack.onHeader(header), out);
      }
      case VideoTag.CodedFrame coded -> {
        FrameScanner scanner = videoTrack.scannerOf(coded);
        if (scanner != null) {
          onPicture(coded, scanner, unwrapper.unwrap(message.timestampMs()), nowNs, out);
        }
      }
      case VideoTag.Metadata metadata -> onColours(metadata.amf(), out);
      case VideoTag.Nothing _ -> {}
    }
  }

  /** What the message around the pictures says of their colours, where they say nothing. */
  private void onColours(ByteSlice metadata, List<SessionEvent> out) {
    Colour colour = ColourInfo.parse(metadata, amf);
    if (colour == null || colour.equals(claimedColour)) {
      return;
    }
    claimedColour = colour;
    if (!probing && video != null) {
      writer.configure(streamConfig(), timing, out);
    }
  }

  private void onPicture(
      VideoTag.CodedFrame coded, FrameScanner frame, long ms, long nowNs, List<SessionEvent> out)
      throws BadInputException {
    videoBudget.spend(coded.data().length(), ms);
    frame.scan(coded.data());
    if (frame.keyframe()) {
      onVideoFormat(videoTrack.onKeyframe(frame), out);
    }
    if (videoTrack.awaitsKeyframe() || !frame.picture()) {
      return;
    }
    ByteSlice sample = frame.sample(coded.data());
    ByteSlice constructs = texts.takeCaptions(frame, ms + coded.compositionOffsetMs());
    boolean beside = constructs.length() > 0 && frame.takesCaptions();
    ByteSlice whole = beside ? frame.withCaptions(sample, constructs) : sample;
    List<TimedText> said = texts.takeTexts();
    spendText(videoBudget, whole.length() - sample.length(), said, ms);
    boolean captions = beside || frame.captions();
    onUnit(HeldUnit.video(ms, coded, frame, whole, captions, said, nowNs), out);
  }

  private static void spendText(MediaBudget budget, int captionBytes, List<TimedText> said, long ms)
      throws BadInputException {
    int bytes = captionBytes;
    for (TimedText text : said) {
      bytes += text.json().length();
    }
    if (bytes > 0) {
      budget.spend(bytes, ms);
    }
  }

  private void onAudio(AudioMessage message, long nowNs, List<SessionEvent> out)
      throws BadInputException {
    switch (AudioTag.parse(message.body())) {
      case AudioTag.SequenceHeader header -> {
        checkHeader(header.config());
        onAudioConfig(audioTrack.onHeader(header), out);
      }
      case AudioTag.CodedFrame coded -> {
        onAudioConfig(audioTrack.onFrame(coded), out);
        if (audio == null || !audio.fourCc().equals(coded.fourCc())) {
          return;
        }
        ByteSlice data = coded.data();
        long ms = unwrapper.unwrap(message.timestampMs());
        audioBudget.spend(data.length(), ms);
        int samples = audioTrack.samplesIn(data);
        // Beside pictures, text is theirs.
        List<TimedText> said = video == null ? texts.takeTexts() : List.of();
        spendText(audioBudget, 0, said, ms);
        onUnit(HeldUnit.audio(ms, coded.offsetNs(), samples, data, said, nowNs), out);
      }
      case AudioTag.Nothing _ -> {}
    }
  }

  private void onVideoFormat(@Nullable VideoFormat next, List<SessionEvent> out) {
    if (next == null || next.equals(video)) {
      return;
    }
    if (probing && heldVideo > 0) {
      endProbe(out);
    }
    VideoFormat before = video;
    video = next;
    if (probing) {
      return;
    }
    // Neither another size of one encoder's pictures nor a header that claims the rate that was
    // measured before needs a new measurement.
    boolean sameHeader = before != null && next.isFrom(before.fourCc(), before.header());
    if (sameHeader || timing.rate().equals(FrameRate.of(next.picture().vui().frameRate()))) {
      writer.configure(streamConfig(), timing, out);
    } else {
      probing = true;
    }
  }

  private void checkHeader(ByteSlice config) throws BadInputException {
    if (config.length() > maxHeaderBytes) {
      throw new BadInputException("a sequence header of " + config.length() + " bytes");
    }
  }

  private void onAudioConfig(@Nullable AudioConfig next, List<SessionEvent> out) {
    if (next == null || next.equals(audio)) {
      return;
    }
    if (probing && heldAudio > 0) {
      endProbe(out);
    }
    audio = next;
    if (!probing) {
      writer.configure(streamConfig(), timing, out);
    }
  }

  private void onUnit(HeldUnit unit, List<SessionEvent> out) {
    if (!probing) {
      writer.write(unit, out);
      return;
    }
    held.add(unit);
    heldBytes += unit.bytes();
    heldVideo += unit.track() == TrackType.VIDEO ? 1 : 0;
    heldAudio += unit.track() == TrackType.AUDIO ? 1 : 0;
    if (knowsEnough(unit)) {
      endProbe(out);
    }
  }

  private boolean knowsEnough(HeldUnit newest) {
    HeldUnit oldest = held.getFirst();
    boolean bothTracks = heldVideo > 0 && heldAudio > 0;
    return heldBytes >= limits.maxHeldBytes()
        || newest.arrivedNs() - oldest.arrivedNs() >= limits.maxArrivalMs() * NANOS_PER_MS
        || heldVideo >= limits.videoFrames() && bothTracks
        || newest.ms() - oldest.ms() >= limits.maxMediaMs()
            && !videoTrack.awaitsKeyframe()
            && (video == null || heldVideo >= 3);
  }

  private void endProbe(List<SessionEvent> out) {
    if (video != null) {
      long[] ms =
          held.stream().filter(u -> u.track() == TrackType.VIDEO).mapToLong(HeldUnit::ms).toArray();
      timing = FrameRateProbe.choose(ms, video.picture().vui().frameRate(), metadataRate);
    }
    probing = false;
    writer.configure(streamConfig(), timing, out);
    describe(out);
    for (HeldUnit unit : held) {
      if (unit.track() == TrackType.VIDEO && unit.keyframe()) {
        writer.keepAudioFrom(unit.ms() - AUDIO_LEAD_MS);
        break;
      }
    }
    for (HeldUnit unit : held) {
      writer.write(unit, out);
    }
    held = new ArrayList<>();
    heldBytes = 0;
    heldVideo = 0;
    heldAudio = 0;
  }

  private StreamConfig streamConfig() {
    return new StreamConfig(
        video == null ? null : video.withRate(timing.rate(), claimedColour), audio);
  }
}
